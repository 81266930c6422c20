using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Expressions;

namespace Bridge.Host.Configuration;

/// <summary>An entity that is calculated from others of its device.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Kind">How it is calculated.</param>
internal sealed record DerivedOptions(string Key, DerivedKind Kind)
{
    /// <summary>The keys of the entities it is calculated from, in the order that the kind has; empty for expressions.</summary>
    public ImmutableArray<string> From { get; init; } = [];

    /// <summary>Height above the sea in metres, for <see cref="DerivedKind.SeaLevelPressure"/>.</summary>
    public decimal Altitude { get; init; }

    /// <summary>The expression; null for other kinds.</summary>
    public Expression? Expression { get; init; }

    /// <summary>Its name in Home Assistant; null for the kind's.</summary>
    public string? Name { get; init; }

    /// <summary>Unit of an expression; null for none.</summary>
    public string? Unit { get; init; }

    /// <summary>Device class of an expression; null for none.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>State class of an expression.</summary>
    public StateClass StateClass { get; init; } = StateClass.Measurement;

    /// <summary>Decimals that are published; null for the kind's.</summary>
    public int? Precision { get; init; }

    /// <summary>When it is published; what is not given is the device's.</summary>
    public PublishOptions Publish { get; init; } = new();

    /// <summary>What it is, as it is to be announced.</summary>
    public Entity Entity
    {
        get
        {
            var usual = Kind switch
            {
                DerivedKind.DewPoint => Of("Dew point", "temperature", "°C", 1),
                DerivedKind.AbsoluteHumidity => Of("Absolute humidity", "absolute_humidity", "g/m³", 2),
                DerivedKind.SeaLevelPressure => Of("Sea-level pressure", "atmospheric_pressure", "hPa", 1),
                DerivedKind.HeatIndex => Of("Heat index", "temperature", "°C", 1),
                DerivedKind.ApparentPower => Of("Apparent power", "apparent_power", "VA", 1),
                _ => Of(EntityKey.InWords(Key), DeviceClass, Unit, 3),
            };
            return usual with { Name = Name ?? usual.Name, StateClass = StateClass };
        }
    }

    private Entity Of(string name, string? deviceClass, string? unit, int decimals) => new(Key)
    {
        Name = name,
        DeviceClass = deviceClass,
        Unit = unit,
        Decimals = Precision ?? decimals,
        DisplayPrecision = Precision,
    };
}

/// <summary>How a derived entity is calculated.</summary>
internal enum DerivedKind
{
    /// <summary>Dew point from temperature and relative humidity.</summary>
    DewPoint,

    /// <summary>Water in a cubic metre of air, from temperature and relative humidity.</summary>
    AbsoluteHumidity,

    /// <summary>Pressure reduced to sea level, from pressure, temperature and altitude.</summary>
    SeaLevelPressure,

    /// <summary>Felt temperature from temperature and relative humidity.</summary>
    HeatIndex,

    /// <summary>Voltage times current.</summary>
    ApparentPower,

    /// <summary>What the user writes.</summary>
    Expression,
}
