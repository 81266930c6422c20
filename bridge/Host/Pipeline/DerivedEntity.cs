using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>One entity that is calculated from others of its device.</summary>
internal sealed class DerivedEntity(DerivedOptions options)
{
    /// <summary>Beyond it a double has no room left for decimals.</summary>
    private const double Largest = 1e12;

    /// <summary>What it is, as it is to be announced.</summary>
    public Entity Entity { get; } = options.Entity;

    /// <summary>When it is published.</summary>
    public PublishOptions Publish => options.Publish;

    /// <summary>Its value from the last accepted ones; unknown when one of them is unknown or there is no result.</summary>
    public Value Compute(DeviceState accepted)
    {
        var result = options.Kind switch
        {
            DerivedKind.Expression => options.Expression!.Evaluate(key => Number(accepted.Find(key))),
            DerivedKind.ApparentPower => ApparentPower(Input(accepted, 0), Input(accepted, 1)),
            _ => Physics(Input(accepted, 0), Input(accepted, 1)),
        };
        return result is not { } number ? Value.Unknown
            : Value.Of(Entity.Decimals is { } decimals
                ? decimal.Round(number, decimals, MidpointRounding.AwayFromZero)
                : number);
    }

    private static decimal? Number(Value value) => value.Kind switch
    {
        ValueKind.Number => value.Number,
        ValueKind.Boolean => value.Boolean ? 1 : 0,
        _ => null,
    };

    private static decimal? ApparentPower(decimal? voltage, decimal? current)
    {
        try
        {
            return voltage * current;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private decimal? Input(DeviceState accepted, int index) => Number(accepted.Find(options.From[index]));

    private decimal? Physics(decimal? first, decimal? second)
    {
        if (first is null || second is null)
        {
            return null;
        }

        var (one, two) = ((double)first, (double)second);
        var result = options.Kind switch
        {
            DerivedKind.DewPoint => Formulas.DewPoint(one, two),
            DerivedKind.AbsoluteHumidity => Formulas.AbsoluteHumidity(one, two),
            DerivedKind.SeaLevelPressure => Formulas.SeaLevelPressure(one, two, (double)options.Altitude),
            DerivedKind.HeatIndex => Formulas.HeatIndex(one, two),
            _ => throw new InvalidOperationException($"{options.Kind} has no formula."),
        };
        return double.IsFinite(result) && Math.Abs(result) <= Largest ? (decimal)result : null;
    }
}
