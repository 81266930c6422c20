using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>A kind of meter behind an M-Bus channel of the electricity meter.</summary>
/// <param name="Types">Device types of EN 13757-3, as <c>0-n:24.1.0</c> tells them.</param>
/// <param name="Reading">The entity of the first meter of this kind.</param>
internal sealed record MBusKind(ImmutableArray<int> Types, Entity Reading)
{
    /// <summary>All kinds.</summary>
    public static ImmutableArray<MBusKind> All { get; } =
    [
        new([3], Sum("gas", "Gas", "gas", "m³")),
        new([7, 22], Sum("water", "Water", "water", "m³")),
        new([6, 21], Sum("hot_water", "Hot water", "water", "m³")),
        new([4, 12, 13], Sum("heat", "Heat", "energy", "GJ")),
        new([4, 12, 13], Sum("heat", "Heat", "energy", "kWh")),
        new([10, 11], Sum("cooling", "Cooling", "energy", "GJ")),
        new([10, 11], Sum("cooling", "Cooling", "energy", "kWh")),
        new([2], Sum("submeter", "Submeter", "energy", "kWh")),
    ];

    /// <summary>The kind of meter that has this type and sends this unit; null for others.</summary>
    public static MBusKind? Find(int type, ReadOnlySpan<byte> unit)
    {
        foreach (var kind in All)
        {
            if (kind.Types.Contains(type) && P1Unit.Shift(unit, kind.Reading.Unit) is not null)
            {
                return kind;
            }
        }

        return null;
    }

    private static Entity Sum(string key, string name, string deviceClass, string unit) => new(key)
    {
        Name = name,
        DeviceClass = deviceClass,
        Unit = unit,
        StateClass = StateClass.TotalIncreasing,
        Lowest = 0,
    };
}
