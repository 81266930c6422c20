using Bridge.Host.Configuration;

namespace Bridge.Host.Cli;

/// <summary>Tells a person what is wrong in the configuration, all at once.</summary>
internal static class FaultPage
{
    /// <summary>One line a fault, and a closing line.</summary>
    public static void Write(TextWriter output, LoadedConfiguration loaded)
    {
        foreach (var fault in loaded.Faults)
        {
            output.WriteLine($"{fault.Origin}: {Line(fault)}");
        }

        var count = loaded.Faults.Length == 1 ? "1 fault" : $"{loaded.Faults.Length} faults";
        output.WriteLine($"{count} in the configuration; nothing was started.");
    }

    /// <summary>A fault without its origin.</summary>
    public static string Line(ConfigurationFault fault) =>
        fault.Path.Length == 0 ? fault.Message : $"{fault.Path}: {fault.Message}";
}
