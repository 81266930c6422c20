using System.Globalization;

namespace Bridge.Devices.Model.Settings;

/// <summary>Durations as the configuration writes them.</summary>
public static class DurationText
{
    /// <summary>Reads <c>500ms 30s 5m 1h 2d</c> or a number of seconds; null when it is neither.</summary>
    public static TimeSpan? Read(string text)
    {
        var trimmed = text.Trim();
        var digits = trimmed.TakeWhile(static letter => char.IsAsciiDigit(letter) || letter == '.').Count();
        if (!decimal.TryParse(
                trimmed.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > 100_000_000)
        {
            return null;
        }

        decimal? seconds = trimmed[digits..].Trim().ToLowerInvariant() switch
        {
            "ms" => number / 1000,
            "" or "s" => number,
            "m" or "min" => number * 60,
            "h" => number * 3600,
            "d" => number * 86400,
            _ => null,
        };
        return seconds is { } all ? TimeSpan.FromTicks((long)(all * TimeSpan.TicksPerSecond)) : null;
    }

    /// <summary>The shortest form that reads back as the same time.</summary>
    public static string Write(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0s",
        _ when time.Ticks % TimeSpan.TicksPerHour == 0 => $"{time.Ticks / TimeSpan.TicksPerHour}h",
        _ when time.Ticks % TimeSpan.TicksPerMinute == 0 => $"{time.Ticks / TimeSpan.TicksPerMinute}m",
        _ when time.Ticks % TimeSpan.TicksPerSecond == 0 => $"{time.Ticks / TimeSpan.TicksPerSecond}s",
        _ => $"{time.Ticks / TimeSpan.TicksPerMillisecond}ms",
    };
}
