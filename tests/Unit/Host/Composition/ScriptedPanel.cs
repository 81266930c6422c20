using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Unit.Host.Composition;

/// <summary>A made-up device with one of everything that can be set; it does what it is told, and notes it.</summary>
internal sealed class ScriptedPanel : ICommandedDevice
{
    private readonly Lock _gate = new();
    private readonly List<string> _told = [];

    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal)
    {
        ["relay"] = Value.Of(false),
        ["target"] = Value.Of(20),
        ["mode"] = Value.Of("off"),
        ["label"] = Value.Of("none"),
        ["stairs"] = Value.Of(false),
        ["lamp"] = Value.Of(false),
        ["lamp_brightness"] = Value.Of(0),
        ["gate"] = Value.Of("closed"),
        ["blind"] = Value.Of("closed"),
        ["blind_position"] = Value.Of(0),
        ["boost"] = Value.Of(false),
        ["vent"] = Value.Of(false),
        ["vent_percentage"] = Value.Of(0),
        ["tap"] = Value.Of("closed"),
        ["mixer"] = Value.Of("closed"),
        ["mixer_position"] = Value.Of(0),
        ["firmware"] = Value.Of("1.0"),
        ["firmware_latest"] = Value.Of("1.1"),
    };

    /// <summary>What it has.</summary>
    public static ImmutableArray<Entity> Entities { get; } =
    [
        new("relay") { Kind = EntityKind.Switch, Name = "Relay" },
        new("target") { Kind = EntityKind.Number, Name = "Target", Unit = "°C", DeviceClass = "temperature", Lowest = 5, Highest = 30, Step = 0.5m },
        new("mode") { Kind = EntityKind.Select, Name = "Mode", Options = ["off", "eco", "Voll Stoff"] },
        new("reboot") { Kind = EntityKind.Button, Name = "Reboot" },
        new("label") { Kind = EntityKind.Text, Name = "Label", Pattern = "[A-Z]{1,3}|none" },
        new("stairs") { Kind = EntityKind.Light, Name = "Stairs" },
        .. new Entity("lamp") { Kind = EntityKind.Light, Name = "Lamp" }.WithBrightness(100),
        new("gate") { Kind = EntityKind.Cover, Name = "Gate", DeviceClass = "gate", Options = Movement.OfCover },
        .. new Entity("blind")
        {
            Kind = EntityKind.Cover,
            Name = "Blind",
            Options = Movement.OfCover,
            Abilities = Abilities.Stop,
        }.WithPosition(),
        new("boost") { Kind = EntityKind.Fan, Name = "Boost" },
        .. new Entity("vent") { Kind = EntityKind.Fan, Name = "Vent" }.WithPercentage(4),
        new("tap") { Kind = EntityKind.Valve, Name = "Tap", Options = Movement.OfValve },
        .. new Entity("mixer")
        {
            Kind = EntityKind.Valve,
            Name = "Mixer",
            Options = Movement.OfValve,
            Abilities = Abilities.Stop,
        }.WithPosition(),
        .. new Entity("firmware")
        {
            Kind = EntityKind.Update,
            Name = "Firmware",
            Category = EntityCategory.Diagnostic,
            Abilities = Abilities.Install,
        }.WithLatest(),
        new("door") { Kind = EntityKind.BinarySensor, Name = "Door" },
    ];

    /// <summary>Each command as <c>key=value</c>, in the order in which they came.</summary>
    public ImmutableArray<string> Told
    {
        get
        {
            lock (_gate)
            {
                return [.. _told];
            }
        }
    }

    /// <inheritdoc/>
    public DeviceInfo Info { get; } = new();

    /// <inheritdoc/>
    public ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(new Reading(
                DateTimeOffset.UnixEpoch, [.. _values.Select(static each => new KeyedValue(each.Key, each.Value))]));
        }
    }

    /// <inheritdoc/>
    public ValueTask ExecuteAsync(Command command, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _told.Add($"{command.Key}={command.Value}");
            Move(command.Key, command.Value);
        }

        return ValueTask.CompletedTask;
    }

    private void Move(string key, Value value)
    {
        switch (Entities.Single(entity => entity.Key == key).Kind)
        {
            case EntityKind.Button:
                break;
            case EntityKind.Update:
                _values[key] = _values[$"{key}_latest"];
                break;
            case EntityKind.Cover or EntityKind.Valve:
                _values[key] = Value.Of(value.Text switch
                {
                    Movement.ToOpen => Movement.Open,
                    Movement.ToClose => Movement.Closed,
                    _ => key == "blind" ? Movement.Stopped : Movement.Open,
                });
                break;
            default:
                _values[key] = value;
                break;
        }
    }
}
