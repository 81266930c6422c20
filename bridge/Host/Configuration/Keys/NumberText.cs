using System.Collections.Immutable;
using System.Globalization;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Reads texts that are made of several numbers; null is what does not fit.</summary>
internal static class NumberText
{
    /// <summary>Widest number that a key takes.</summary>
    public const decimal Widest = 1_000_000_000;

    private const int MostNumbers = 100;

    /// <summary><c>1, 2.5</c> or <c>[1, 2.5]</c>.</summary>
    public static object? Numbers(string text) => Split(text.Trim());

    /// <summary><c>[low, high]</c>.</summary>
    public static object? Range(string text) =>
        Split(text.Trim()) is [var low, var high] && low < high ? new NumberRange(low, high) : null;

    /// <summary><c>[raw, true], [raw, true], …</c>, with brackets around or without; in the order of the raw values.</summary>
    public static object? Points(string text)
    {
        var inner = text.Replace(" ", string.Empty, StringComparison.Ordinal);
        if (inner.StartsWith("[[", StringComparison.Ordinal) && inner.EndsWith("]]", StringComparison.Ordinal))
        {
            inner = inner[1..^1];
        }

        if (inner is not ['[', .., ']'])
        {
            return null;
        }

        var pairs = inner[1..^1].Split("],[").Select(static pair => Split(pair)).ToArray();
        if (pairs.Length < 2 || !pairs.All(static pair => pair is [_, _]))
        {
            return null;
        }

        var points = pairs.Select(static pair => new CalibrationPoint(pair!.Value[0], pair.Value[1]))
            .OrderBy(static point => point.Raw).ToImmutableArray();
        return points.DistinctBy(static point => point.Raw).Count() == points.Length ? points : null;
    }

    /// <summary><c>true</c>, <c>false</c>, a number, or a percentage.</summary>
    public static object? Threshold(string text) => text.ToLowerInvariant() switch
    {
        "true" or "on" or "yes" => new ChangeThreshold(ThresholdKind.Any),
        "false" or "off" or "no" => new ChangeThreshold(ThresholdKind.None),
        [.. var number, '%'] => One(number) is { } percent and > 0 and <= 100
            ? new ChangeThreshold(ThresholdKind.Percent, percent)
            : null,
        var number => One(number) is { } amount and > 0 ? new ChangeThreshold(ThresholdKind.Absolute, amount) : null,
    };

    private static ImmutableArray<decimal>? Split(string text)
    {
        if (text is ['[', .., ']'])
        {
            text = text[1..^1];
        }

        var numbers = text.Split(',').Select(One).ToArray();
        return numbers.Length <= MostNumbers && numbers.All(static number => number is not null)
            ? [.. numbers.Select(static number => number!.Value)]
            : null;
    }

    private static decimal? One(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number is >= -Widest and <= Widest ? number : null;
}
