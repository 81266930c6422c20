using System.Collections.Immutable;
using Bridge.Devices.Drivers;
using Bridge.Devices.Drivers.Serial.P1;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Discovery;
using Bridge.Discovery.Contract;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Unit.Host.Configuration;

/// <summary>
/// Every driver of the catalogue, those that are profiles among them, with every key that says how an entity is shown:
/// either the configuration is refused, or Home Assistant takes the message.
/// </summary>
public sealed class OverrideWalkTests : ConfigurationFixture
{
    /// <summary>For each key some values; nothing takes away what the driver says.</summary>
    private static readonly Dictionary<string, ImmutableArray<string>> Values = new(StringComparer.Ordinal)
    {
        ["name"] = ["Own name", ""],
        ["device_class"] = ["temperature", "power", "switch", "nonsense", ""],
        ["unit"] = ["K", "W", "m³", "furlong", ""],
        ["icon"] = ["mdi:home", ""],
        ["category"] = ["none", "diagnostic", "config", ""],
        ["enabled_by_default"] = ["yes", "no"],
        ["expire_after"] = ["10m"],
        ["default_entity_id"] = ["sensor.own", "switch.own", "number.own"],
    };

    internal override IReadOnlyList<Driver> Drivers => DriverCatalog.All;

    public static TheoryData<string> Names => [.. DriverCatalog.All.Select(static driver => driver.Name)];

    [Fact]
    public void No_key_is_forgotten() => Values.Keys.Should().BeEquivalentTo(
        ShownKeys.All.Select(static setting => setting.Key).Append(EntityKeys.Name.Key));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_not_refused_Home_Assistant_takes(string name)
    {
        var driver = DriverCatalog.Find(name)!;
        var plain = Device(driver);
        foreach (var language in Enum.GetValues<Language>())
        {
            DeviceDocument.Write(Context with { Language = language }, plain).Findings.Should().BeEmpty();
        }

        foreach (var entity in Entities(driver).DistinctBy(Shape))
        {
            foreach (var (key, value) in Values.SelectMany(static each => each.Value.Select(value => (each.Key, value))))
            {
                var (own, isRefused) = Read(driver, entity, key, value);
                var device = plain with { Overrides = ImmutableDictionary<string, EntityOverride>.Empty.Add(entity.Key, own) };
                var message = DeviceDocument.Write(Context, device);

                SelfCheck.Check(message.ObjectId, message.Payload!.Value).Should().NotContain(
                    static finding => finding.Severity == Severity.Error, "what is wrong is withheld");
                if (!isRefused && driver.Entities(SettingValues.Defaults).Length > 0)
                {
                    message.Findings.Should().NotContain(
                        static finding => finding.Severity == Severity.Error, "{0} {1} {2} {3}", name, entity.Key, key, value);
                }
            }
        }
    }

    private static DiscoveryContext Context { get; } = new("4f1a2b3c", "0.1.0", "bridge/status");

    private static ImmutableArray<Entity> Entities(Driver driver) => driver.Name switch
    {
        "dsmr" =>
        [
            .. ObisCatalog.Rows.Select(static row => row.Entity).DistinctBy(static each => each.Key, StringComparer.Ordinal),
            .. MBusKind.All.Select(static kind => kind.Reading).DistinctBy(static each => each.Key, StringComparer.Ordinal),
        ],
        _ => driver.Entities(SettingValues.Defaults),
    };

    // One of each is enough: Home Assistant's rules see nothing else.
    private static (EntityKind, string?, string?, StateClass, EntityCategory, bool) Shape(Entity entity) =>
        (entity.Kind, entity.DeviceClass, entity.Unit, entity.StateClass, entity.Category, entity.Options.IsEmpty);

    private static DiscoveredDevice Device(Driver driver) => new()
    {
        IdentityId = "bench",
        Name = "Bench",
        Info = driver.Info,
        Entities = Entities(driver),
        Topics = new(
            "b/s", "b/a", "b/d", static key => $"b/{key}/set", static key => $"b/{key}/event", static key => $"b/{key}/state"),
    };

    private (EntityOverride Own, bool IsRefused) Read(Driver driver, Entity entity, string key, string value)
    {
        Yaml($$"""
            devices:
              bench: { driver: {{driver.Name}}, {{Place(driver)}}, entities: { {{entity.Key}}: { {{key}}: "{{value}}" } } }
            """);
        var loaded = Load();
        return loaded.Options is { Devices: [var device] } ? (device.Entities[entity.Key].Shown, false) : (new(), true);
    }

    private static string Place(Driver driver) => driver is I2cDriver ? "bus: 1" : "port: /dev/ttyUSB0";
}
