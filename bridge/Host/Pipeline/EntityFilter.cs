using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>What happens to each value of one entity: raw validity, then calibration, then precision.</summary>
internal sealed class EntityFilter(Entity entity, EntityOptions options)
{
    /// <summary>Longest text that Home Assistant takes as a state.</summary>
    private const int LongestText = 255;

    private static readonly EntityOptions Plain = new();

    private readonly int? _decimals = options.Precision ?? entity.Decimals;

    /// <summary>For an entity of which the user sets nothing.</summary>
    public EntityFilter(Entity entity)
        : this(entity, Plain)
    {
    }

    /// <summary>Passes a value on as it is to be published; null when it is invalid, with why.</summary>
    public Value? Pass(Value raw, out string? invalid)
    {
        invalid = null;
        switch (raw.Kind)
        {
            case ValueKind.Number:
                return Number(raw.Number, out invalid);
            case ValueKind.Text when entity.Options.Length > 0 && !entity.Options.Contains(raw.Text, StringComparer.Ordinal):
                invalid = $"{entity.Key} is '{Shorten(raw.Text)}', which is none of its options";
                return null;
            case ValueKind.Text:
                return Value.Of(Shorten(raw.Text));
            default:
                return raw;
        }
    }

    private static string Shorten(string text) => text.Length <= LongestText ? text : text[..LongestText];

    private Value? Number(decimal number, out string? invalid)
    {
        invalid = null;
        if (number < entity.Lowest || number > entity.Highest)
        {
            invalid = $"{entity.Key} is {number}, outside of {entity.Lowest} to {entity.Highest} {entity.Unit}".TrimEnd();
            return null;
        }

        var calibrated = options is { Factor: 1, Offset: 0 } ? number : (number * options.Factor) + options.Offset;
        return Value.Of(_decimals is { } decimals
            ? decimal.Round(calibrated, decimals, MidpointRounding.AwayFromZero)
            : calibrated);
    }
}
