using System.Text.Json;
using Bridge.Host.Cli;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Unit.Host.Cli;

public sealed class PlanCommandTests : IDisposable
{
    private const string Office = "devices: { office: { driver: bme280, bus: 1 } }";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-plan").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private string Database => Path.Combine(_folder, "data", "bridge.db");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Without_a_state_everything_is_new_and_the_way_back_is_named()
    {
        (await Plan(Office)).Should().Be(0);

        Lines().Should().ContainMatch("state     *bridge.db").And.Contain("instance  none yet")
            .And.ContainMatch("note      state: no identity is remembered. *{prefix}/bridge/state*")
            .And.Contain("gained  office  (device)  Office, 6 entities   new");
        _output.ToString().Should().EndWith(
            $"loses 0; 0 change with their history kept, 0 stay as they are.{Environment.NewLine}");
    }

    [Fact]
    public async Task What_an_earlier_run_announced_changes_nothing()
    {
        await Announced(Office);

        (await Plan(Office)).Should().Be(0);

        Lines()[^1].Should().Match("Home Assistant gains 0 entities and loses 0; 0 change with their history kept, * stay as they are.");
        _output.ToString().Should().NotContain("CHANGE").And.NotContain("note");
    }

    [Fact]
    public async Task Each_change_is_a_line_and_a_loss_an_exit_code()
    {
        await Announced("""
            devices:
              office: { driver: bme280, bus: 1 }
              cellar: { driver: bme280, bus: 1, address: 0x77, derived: { dew_point: {} } }
            """);

        var code = await Plan("""
            devices:
              office: { driver: bme280, bus: 1, name: Study, derived: { dew_point: {} }, entities: {
                temperature: { unit: °F }, humidity: { name: Moisture }, pressure: { default_entity_id: sensor.air } } }
            """);

        code.Should().Be(7);
        Lines()[3..^2].Should().Equal(
            "CHANGE   DEVICE  ENTITY       IN HOME ASSISTANT                                    HISTORY",
            "changed  office  (device)     name Office → Study                                  kept",
            "changed  office  temperature  unit °C → °F                                         kept, look at its statistics",
            "changed  office  humidity     name of its class → Moisture                         kept",
            "kept     office  pressure     keeps its entity id; sensor.air is for new entities  kept",
            "gained   office  dew_point    sensor                                               new",
            "lost     cellar  (device)     Cellar, 7 entities                                   lost");
    }

    [Fact]
    public async Task Programs_are_told_all_of_it()
    {
        await Announced("devices: { office: { driver: bme280, bus: 1 } }");

        (await Plan("devices: { study: { driver: bme280, bus: 1 } }", json: true)).Should().Be(7);

        using var plan = JsonDocument.Parse(_output.ToString());
        var root = plan.RootElement;
        root.GetProperty("instance").GetString().Should().Be("4f1a2b3c");
        root.GetProperty("loses_history").GetBoolean().Should().BeTrue();
        (root.GetProperty("gained").GetInt32(), root.GetProperty("lost").GetInt32()).Should().Be((6, 6));
        root.GetProperty("notes")[0].GetProperty("text").GetString().Should().Contain("previous_id: office");
        var office = root.GetProperty("devices").EnumerateArray().Single(static each => each.GetProperty("device").GetString() == "office");
        office.GetProperty("change").GetString().Should().Be("lost");
        office.GetProperty("entities")[0].GetRawText().Should().Be(
            """{"entity":"temperature","platform":"sensor","unique_id":"4f1a2b3c_office-temperature","change":"lost","changes":{},"""
            + """ "history":"lost","look_at_statistics":false}""".TrimStart());
    }

    [Fact]
    public async Task A_faulty_configuration_and_a_state_that_cannot_be_read_are_told()
    {
        (await Plan("devices: { office: { driver: bme280 } }")).Should().Be(1);
        _errors.ToString().Should().Contain("bus");

        Directory.CreateDirectory(Path.GetDirectoryName(Database)!);
        await File.WriteAllTextAsync(Database, "this is no database, and long enough to be read as one by whoever tries");
        (await Plan(Office)).Should().Be(3);
        _errors.ToString().Should().Contain("bridge plan: ").And.Contain(Database);
        _output.ToString().Should().BeEmpty();
    }

    /// <summary>Leaves a database behind as a run does that has announced.</summary>
    private async Task Announced(string yaml)
    {
        var options = new ConfigurationLoader(Bridge.Devices.Drivers.DriverCatalog.All).Load(Request(yaml)).Options!;
        await using var store = await StateStore.OpenAsync(
            options.State.ForStore, TimeProvider.System, static _ => { }, CancellationToken.None);
        store.SetInstance("4f1a2b3c");
        var equipment = new Equipment(NullLoggerFactory.Instance, new(LogLevel.Information));
        var outbox = new Bridge.Host.Link.Outbox(equipment.Time);
        await using var house = new DeviceHouse(options, store, outbox, equipment);
        var silent = equipment.Silent("Test", options, store.Instance, house.Devices, store, outbox);
        foreach (var entry in silent.Announcement.Documents().Select(static each => each.Entry).Concat(silent.Composer.Entries()))
        {
            store.Enter(entry);
        }

        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();
    }

    private Task<int> Plan(string yaml, bool json = false) => PlanCommand.RunAsync(Request(yaml), json, _output, _errors);

    private string[] Lines() => _output.ToString().TrimEnd().Split(Environment.NewLine);

    private ConfigurationRequest Request(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder, "bridge.yaml"), yaml);
        return new()
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            WorkingDirectory = _folder,
            Sets = [],
            AddOnOptionsFile = Path.Combine(_folder, "options.json"),
            MountedFile = Path.Combine(_folder, "mounted.yaml"),
        };
    }
}
