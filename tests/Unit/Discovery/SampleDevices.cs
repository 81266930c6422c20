using Bridge.Devices.Model;
using Bridge.Discovery;

namespace Bridge.Unit.Discovery;

/// <summary>The descriptions from which the golden documents are written.</summary>
internal static class SampleDevices
{
    public static DiscoveryContext Context { get; } = new(
        "4f1a2b3c", "0.1.0", "bridge/status", "https://example.org/bridge");

    public static BridgeDevice Bridge { get; } = new(
        "bridge/bridge/state",
        "bridge/bridge/restart/set",
        "bridge/bridge/rediscover/set",
        "bridge/bridge/log_level/set");

    public static DiscoveredDevice Office { get; } = Device(
        "office",
        "Office",
        new() { Manufacturer = "Bosch Sensortec", Model = "BME280" },
        Climate("temperature", "temperature", "°C"),
        Climate("humidity", "humidity", "%"),
        Climate("pressure", "atmospheric_pressure", "hPa")) with
    {
        Area = "Office",
    };

    public static DiscoveredDevice Meter { get; } = Device(
        "meter",
        "Meter",
        new()
        {
            Manufacturer = "Kaifa",
            Model = "DSMR P1 smart meter",
            SerialNumber = "E0026000012345678",
            SoftwareVersion = "DSMR 5.0",
        },
        Energy("energy_import_t1", "Energy import tariff 1"),
        Energy("energy_import_t2", "Energy import tariff 2"),
        Energy("energy_export_t1", "Energy export tariff 1"),
        Energy("energy_export_t2", "Energy export tariff 2"),
        new("tariff") { Name = "Tariff", DeviceClass = "enum", Options = ["1", "2"] },
        Measured("power_import", "Power import", "power", "W", 0),
        Measured("power_export", "Power export", "power", "W", 0),
        Measured("voltage_l1", "Voltage L1", "voltage", "V", 1),
        Measured("current_l1", "Current L1", "current", "A", 0),
        Measured("power_import_l1", "Power import L1", "power", "W", 0),
        Measured("power_export_l1", "Power export L1", "power", "W", 0),
        Diagnostic("power_failures", "Power failures") with { StateClass = StateClass.TotalIncreasing },
        Diagnostic("telegram_time", "Telegram time") with { DeviceClass = "timestamp" },
        Energy("gas", "Gas") with { DeviceClass = "gas", Unit = "m³" },
        Diagnostic("gas_time", "Gas reading time") with { DeviceClass = "timestamp" },
        Diagnostic("gas_serial", "Gas meter serial number"));

    /// <summary>Contacts on a port expander; its id has a hyphen, which entity ids cannot have.</summary>
    public static DiscoveredDevice Contacts { get; } = Device(
        "front-hall",
        "Front hall",
        new() { Manufacturer = "NXP", Model = "PCF8574", HardwareVersion = "A" },
        new("door") { Kind = EntityKind.BinarySensor, DeviceClass = "door" },
        new("bell") { Kind = EntityKind.BinarySensor, Name = "Bell", Icon = "mdi:bell-ring" },
        new("tamper")
        {
            Kind = EntityKind.BinarySensor,
            Name = "Front hall tamper",
            DeviceClass = "tamper",
            Category = EntityCategory.Diagnostic,
            EnabledByDefault = false,
        });

    public static DiscoveredDevice Relays { get; } = Device(
        "relays",
        "Relays",
        new() { Manufacturer = "NXP", Model = "PCF8574" },
        [
            .. Enumerable.Range(1, 8).Select(static number => new Entity($"relay_{number}")
            {
                Kind = EntityKind.Switch,
                Name = $"Relay {number}",
                DeviceClass = "switch",
            }),
        ]);

    /// <summary>One of each kind that can be set.</summary>
    public static DiscoveredDevice Controls { get; } = Device(
        "heating",
        "Heating",
        new() { Manufacturer = "Example", Model = "Controller" },
        new("pump") { Kind = EntityKind.Switch, Name = "Pump", Icon = "mdi:pump" },
        new("target")
        {
            Kind = EntityKind.Number,
            Name = "Target",
            DeviceClass = "temperature",
            Unit = "°C",
            Lowest = 5,
            Highest = 30,
            Step = 0.5m,
        },
        new("limit") { Kind = EntityKind.Number, Name = "Limit", Category = EntityCategory.Config },
        new("mode") { Kind = EntityKind.Select, Name = "Mode", Options = ["off", "eco", "comfort"] },
        new("reboot") { Kind = EntityKind.Button, Name = "Reboot", DeviceClass = "restart" },
        new("label") { Kind = EntityKind.Text, Name = "Label", Pattern = "[A-Z]{1,8}" });

    public static DiscoveredDevice Device(string id, string name, DeviceInfo info, params Entity[] entities) => new()
    {
        IdentityId = id,
        Name = name,
        Info = info,
        Entities = [.. entities],
        Topics = new(
            $"bridge/{id}/state",
            $"bridge/{id}/availability",
            $"bridge/{id}/diagnostics",
            key => $"bridge/{id}/{key}/set",
            key => $"bridge/{id}/{key}/event",
            key => $"bridge/{id}/{key}/state"),
    };

    private static Entity Climate(string key, string deviceClass, string unit) => new(key)
    {
        DeviceClass = deviceClass,
        Unit = unit,
        StateClass = StateClass.Measurement,
        DisplayPrecision = 1,
    };

    private static Entity Energy(string key, string name) => new(key)
    {
        Name = name,
        DeviceClass = "energy",
        Unit = "kWh",
        StateClass = StateClass.TotalIncreasing,
        DisplayPrecision = 3,
    };

    private static Entity Measured(string key, string name, string deviceClass, string unit, int decimals) => new(key)
    {
        Name = name,
        DeviceClass = deviceClass,
        Unit = unit,
        StateClass = StateClass.Measurement,
        DisplayPrecision = decimals,
    };

    private static Entity Diagnostic(string key, string name) => new(key)
    {
        Name = name,
        Category = EntityCategory.Diagnostic,
        EnabledByDefault = false,
    };
}
