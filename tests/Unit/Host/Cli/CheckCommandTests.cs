using System.Collections.Immutable;
using Bridge.Host.Cli;
using Bridge.Host.Configuration;
using Bridge.Store;

namespace Bridge.Unit.Host.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-check").FullName;

    [Fact]
    public void Shows_when_each_device_is_asked()
    {
        File.WriteAllText(Path.Combine(_folder, "bridge.yaml"), """
            devices:
              a: { driver: bme280, bus: 1, interval: 30s, jitter: 10% }
              b: { driver: bme280, bus: 2, schedule: "0 6 * * 1-5" }
              c: { driver: bme280, bus: 3 }
              d: { driver: dsmr, port: /dev/ttyUSB0 }
            """);
        var request = new ConfigurationRequest { WorkingDirectory = _folder, Environment = ImmutableDictionary<string, string>.Empty };
        using var output = new StringWriter();
        using var errors = new StringWriter();

        CheckCommand.Check(request, output, errors).Should().Be(0);

        output.ToString().Should()
            .Contain("a  bme280 on /dev/i2c-1 0x76, every 30s ± 3s\n")
            .And.Contain($"b  bme280 on /dev/i2c-2 0x76, at 0 6 * * 1-5 ({TimeZoneInfo.Local.Id})\n")
            .And.Contain("c  bme280 on /dev/i2c-3 0x76, every 1m\n")
            .And.Contain("d  dsmr on /dev/ttyUSB0 115200 8N1, each telegram\n");
        errors.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task Says_what_was_set_from_Home_Assistant_and_is_not_as_in_the_file()
    {
        await using (var store = await StateStore.OpenAsync(
            new() { Path = Path.Combine(_folder, "bridge.db") }, TimeProvider.System, static _ => { }, CancellationToken.None))
        {
            store.Keep("office", "interval", "300");
            store.Keep("office", "offset temperature", "-0.5");
            store.Keep("office", "offset humidity", "2");
        }

        File.WriteAllText(Path.Combine(_folder, "bridge.yaml"), """
            state: { path: bridge.db }
            devices:
              office:
                driver: bme280
                bus: 1
                interval: 60s
                tunable: true
                entities: { temperature: { tunable: true, offset: 1 }, humidity: { offset: 1 } }
            """);
        var request = new ConfigurationRequest { WorkingDirectory = _folder, Environment = ImmutableDictionary<string, string>.Empty };
        using var output = new StringWriter();
        using var errors = new StringWriter();

        CheckCommand.Check(request, output, errors).Should().Be(0);

        output.ToString().Should()
            .Contain("  set           interval is 5m, as set from Home Assistant; the configuration says 1m\n")
            .And.Contain("  set           temperature.offset is -0.5, as set from Home Assistant; the configuration says 1\n")
            .And.NotContain("humidity.offset", "it is not tunable, so the file holds");
    }

    [Fact]
    public void Says_what_is_written_for_single_entities()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var request = new ConfigurationRequest
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["BRIDGE_DEVICES"] = """
                    {"office":{"driver":"bme280","bus":1,"entities":{"temperature":{"unit":"K","median":3,"calibrate":[[0,1],[9,9.5]]}}}}
                    """,
            },
            WorkingDirectory = _folder,
        };

        CheckCommand.Check(request, output, errors).Should().Be(0, "{0}", errors);

        output.ToString().Should()
            .Contain("  entity        temperature [K], calibrate [0,1],[9,9.5], median 3, unit K" + Environment.NewLine)
            .And.Contain("  entity        humidity [%]" + Environment.NewLine);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
