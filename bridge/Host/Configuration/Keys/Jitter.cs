using System.Globalization;
using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Jitter as a user writes it.</summary>
/// <param name="Share">Part of the interval, 0 to 0.5.</param>
/// <param name="Most">A duration instead; null for none.</param>
internal sealed record Jitter(double Share, TimeSpan? Most = null)
{
    private const decimal WidestPercent = 50;

    /// <summary>Reads <c>10%</c> or <c>2s</c>; null for anything else.</summary>
    public static Jitter? Read(string text)
    {
        if (text is not [.. var number, '%'])
        {
            return DurationText.Read(text) is { } most && most >= TimeSpan.Zero ? new(0, most) : null;
        }

        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent <= WidestPercent ? new((double)percent / 100) : null;
    }

    /// <summary>The most that a reading of this interval is early or late.</summary>
    public TimeSpan Of(TimeSpan interval) => Most ?? interval * Share;
}
