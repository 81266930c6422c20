using System.Collections.Immutable;

namespace Bridge.Devices.Model;

/// <summary>One quantity that a device tells, declared once by its driver; nothing else knows its unit or class.</summary>
/// <param name="Key"><c>[a-z0-9][a-z0-9_]{0,62}</c>; part of the entity's identity, so it never changes.</param>
public sealed record Entity(string Key)
{
    /// <summary>Keys that no entity can have: the bridge's own entities of each device, and levels of topics.</summary>
    public static ImmutableArray<string> ReservedKeys { get; } =
    [
        "status", "last_success", "errors", "set", "state", "availability", "diagnostics", "error", "result", "history",
        "event",
    ];

    /// <summary>The kind of entity.</summary>
    public EntityKind Kind { get; init; }

    /// <summary>What it measures, in English, without the device's name; null lets Home Assistant name it after its class.</summary>
    public string? Name { get; init; }

    /// <summary>Home Assistant's device class, such as <c>temperature</c>; null for none.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>Unit of the published value, spelled as Home Assistant spells it; null for none.</summary>
    public string? Unit { get; init; }

    /// <summary>How values relate over time.</summary>
    public StateClass StateClass { get; init; }

    /// <summary>Where it is shown.</summary>
    public EntityCategory Category { get; init; }

    /// <summary>Decimals that Home Assistant shows; null leaves it to Home Assistant.</summary>
    public int? DisplayPrecision { get; init; }

    /// <summary>Decimals that are published; null publishes the number exactly as the device tells it.</summary>
    public int? Decimals { get; init; }

    /// <summary>
    /// All texts that a select, a sensor of class <c>enum</c>, a cover or a valve can show, or the types of an event; empty
    /// for others.
    /// </summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>False for what few people want; they switch it on in Home Assistant.</summary>
    public bool EnabledByDefault { get; init; } = true;

    /// <summary>Icon <c>mdi:name</c>, only where Home Assistant has none for the class.</summary>
    public string? Icon { get; init; }

    /// <summary>Lowest value that is physically possible; lower ones are invalid. Null for no limit.</summary>
    public decimal? Lowest { get; init; }

    /// <summary>Highest value that is physically possible; higher ones are invalid. Null for no limit.</summary>
    public decimal? Highest { get; init; }

    /// <summary>Distance of the values that a number can be set to, counted from <see cref="Lowest"/>; null for any.</summary>
    public decimal? Step { get; init; }

    /// <summary>Regular expression that a text must match as a whole to be set; null for any.</summary>
    public string? Pattern { get; init; }

    /// <summary>That it is the second value of another entity; null for an entity of its own.</summary>
    public Aspect? Aspect { get; init; }

    /// <summary>What some entities of its kind can do and others cannot.</summary>
    public Abilities Abilities { get; init; }

    /// <summary>True for what has a value; what is done or happens has none.</summary>
    public bool HasValue => Kind is not (EntityKind.Button or EntityKind.Event);

    /// <summary>True for what takes commands.</summary>
    public bool CanBeSet => Kind switch
    {
        EntityKind.Sensor or EntityKind.BinarySensor or EntityKind.Event => false,
        EntityKind.Update => Abilities.HasFlag(Abilities.Install),
        _ => true,
    };
}

/// <summary>What kind of thing an entity is; each has a Home Assistant platform of the same name.</summary>
public enum EntityKind
{
    /// <summary>A number or a text that is read.</summary>
    Sensor,

    /// <summary>A truth value that is read.</summary>
    BinarySensor,

    /// <summary>A truth value that can be set.</summary>
    Switch,

    /// <summary>A number that can be set.</summary>
    Number,

    /// <summary>One of several texts, that can be set.</summary>
    Select,

    /// <summary>Something to be done; it has no value.</summary>
    Button,

    /// <summary>A text that can be set.</summary>
    Text,

    /// <summary>On or off; with a second value, brightness.</summary>
    Light,

    /// <summary>What opens and closes, told in the words of <see cref="Movement"/>; with a second value, position.</summary>
    Cover,

    /// <summary>On or off; with a second value, speed.</summary>
    Fan,

    /// <summary>What lets something through or not, told in the words of <see cref="Movement"/>; also with position.</summary>
    Valve,

    /// <summary>Something that happens, one of <see cref="Entity.Options"/>; it has no state.</summary>
    Event,

    /// <summary>The installed version, a text; with a second value, the latest one.</summary>
    Update,
}

/// <summary>What some entities of a kind can do.</summary>
[Flags]
public enum Abilities
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>A cover or valve: to stop on its way.</summary>
    Stop = 1,

    /// <summary>An update: to be installed by command.</summary>
    Install = 2,

    /// <summary>An event: to be offered as trigger of automations of its device, too.</summary>
    Trigger = 4,
}

/// <summary>How the values of a sensor relate to each other over time.</summary>
public enum StateClass
{
    /// <summary>Not to be kept as statistics.</summary>
    None,

    /// <summary>A value at this moment.</summary>
    Measurement,

    /// <summary>A sum that may fall as well as rise.</summary>
    Total,

    /// <summary>A sum that only rises; a fall is a new meter.</summary>
    TotalIncreasing,
}

/// <summary>Where Home Assistant shows an entity.</summary>
public enum EntityCategory
{
    /// <summary>With the readings.</summary>
    None,

    /// <summary>With the diagnostics.</summary>
    Diagnostic,

    /// <summary>With the settings.</summary>
    Config,
}
