using Bridge.Devices.Model;
using Bridge.Discovery;

namespace Bridge.Unit.Discovery;

/// <summary>Made-up devices for the golden documents of entities that have more than one value, or none.</summary>
internal static class SampleComposites
{
    public static DiscoveredDevice Lights { get; } = SampleDevices.Device(
        "lamps",
        "Lamps",
        new() { Model = "Dimmer" },
        [
            .. new Entity("ceiling") { Kind = EntityKind.Light, Name = "Ceiling" }.WithBrightness(),
            .. new Entity("desk") { Kind = EntityKind.Light, Name = "Desk" }.WithBrightness(100),
            new("stairs") { Kind = EntityKind.Light, Name = "Stairs", Icon = "mdi:stairs" },
        ]);

    public static DiscoveredDevice Covers { get; } = SampleDevices.Device(
        "shutters",
        "Shutters",
        new() { Model = "Motor controller" },
        [
            .. new Entity("east")
            {
                Kind = EntityKind.Cover,
                Name = "East",
                DeviceClass = "shutter",
                Options = Movement.OfCover,
                Abilities = Abilities.Stop,
            }.WithPosition(),
            new("garage") { Kind = EntityKind.Cover, Name = "Garage", DeviceClass = "garage", Options = Movement.OfCover },
        ]);

    public static DiscoveredDevice Fans { get; } = SampleDevices.Device(
        "vent",
        "Vent",
        new() { Model = "Fan controller" },
        [
            .. new Entity("supply") { Kind = EntityKind.Fan, Name = "Supply" }.WithPercentage(),
            .. new Entity("exhaust") { Kind = EntityKind.Fan, Name = "Exhaust" }.WithPercentage(4),
            new("boost") { Kind = EntityKind.Fan, Name = "Boost" },
        ]);

    public static DiscoveredDevice Valves { get; } = SampleDevices.Device(
        "water",
        "Water",
        new() { Model = "Valve controller" },
        [
            .. new Entity("mixer")
            {
                Kind = EntityKind.Valve,
                Name = "Mixer",
                DeviceClass = "water",
                Options = Movement.OfValve,
                Abilities = Abilities.Stop,
            }.WithPosition(),
            new("main") { Kind = EntityKind.Valve, Name = "Main", DeviceClass = "water", Options = Movement.OfValve },
        ]);

    public static DiscoveredDevice Events { get; } = SampleDevices.Device(
        "panel",
        "Panel",
        new() { Model = "Push buttons" },
        new("bell") { Kind = EntityKind.Event, Name = "Bell", DeviceClass = "doorbell", Options = ["ring"] },
        new("button_1")
        {
            Kind = EntityKind.Event,
            Name = "Button 1",
            DeviceClass = "button",
            Options = ["press", "long_press"],
            Abilities = Abilities.Trigger,
        });

    public static DiscoveredDevice Updates { get; } = SampleDevices.Device(
        "gateway",
        "Gateway",
        new() { Model = "Gateway" },
        [
            .. new Entity("firmware")
            {
                Kind = EntityKind.Update,
                Name = "Firmware",
                DeviceClass = "firmware",
                Category = EntityCategory.Diagnostic,
                Abilities = Abilities.Install,
            }.WithLatest(),
            new("radio") { Kind = EntityKind.Update, Name = "Radio", Category = EntityCategory.Diagnostic },
        ]);
}
