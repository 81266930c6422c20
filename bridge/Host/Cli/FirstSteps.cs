using Bridge.Host.Configuration;

namespace Bridge.Host.Cli;

/// <summary>What is said to somebody who starts the bridge and has not configured anything yet.</summary>
internal static class FirstSteps
{
    /// <summary>The configuration that it shows.</summary>
    public const string Example = """
        mqtt: { host: localhost }
        devices:
          office: { driver: bme280, bus: 1, address: 0x76 }
        """;

    /// <summary>Says what is missing and what to do next.</summary>
    public static void Write(TextWriter output, ConfigurationRequest request)
    {
        output.WriteLine(
            $"There is no configuration: no {request.MountedFile}, no ./bridge.yaml, no --config FILE, no BRIDGE_… variables.");
        output.WriteLine();
        output.WriteLine("What to do next:");
        output.WriteLine();
        output.WriteLine("  bridge demo                  see what it does, without hardware and without a broker");
        output.WriteLine("  bridge import mqtt-io FILE   make a configuration out of one of mqtt-io");
        output.WriteLine();
        output.WriteLine("or write bridge.yaml, such as");
        output.WriteLine();
        foreach (var line in Example.Split('\n'))
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
        output.WriteLine("and then");
        output.WriteLine();
        output.WriteLine("  bridge check                 is it right, and what would run?");
        output.WriteLine("  bridge run --dry-run         read the devices, print what would be published");
        output.WriteLine("  bridge                       run");
    }
}
