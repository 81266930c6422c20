using Bridge.Devices.Model;

namespace Bridge.Host.Configuration;

/// <summary>An entity that adds up what another one of its device tells, for ever.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Kind">What is added up.</param>
/// <param name="From">The key of the entity that tells it.</param>
internal sealed record TotalOptions(string Key, TotalKind Kind, string From)
{
    /// <summary>What is added is multiplied by it.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>The time that a rate refers to: an hour for watts that become watt-hours.</summary>
    public TimeSpan Per { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Two values of a rate that lie further apart add nothing.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Its name in Home Assistant; null for one made from the key.</summary>
    public string? Name { get; init; }

    /// <summary>Its unit; null for none.</summary>
    public string? Unit { get; init; }

    /// <summary>Its device class; null for none.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>Decimals that are published.</summary>
    public int Precision { get; init; } = 3;

    /// <summary>True lets the user set its reading from Home Assistant.</summary>
    public bool SetReading { get; init; }

    /// <summary>When it is published; what is not given is the device's.</summary>
    public PublishOptions Publish { get; init; } = new();

    /// <summary>What it is, as it is to be announced.</summary>
    public Entity Entity => new(Key)
    {
        Name = Name ?? EntityKey.InWords(Key),
        DeviceClass = DeviceClass,
        Unit = Unit,
        StateClass = StateClass.TotalIncreasing,
        Decimals = Precision,
        DisplayPrecision = Precision,
    };
}

/// <summary>What a total adds up.</summary>
internal enum TotalKind
{
    /// <summary>The rises of a counter, which may begin again at 0.</summary>
    Pulses,

    /// <summary>Each value: it says how much has come since the last one.</summary>
    Increments,

    /// <summary>A rate over time, such as power, which becomes energy.</summary>
    Integral,
}
