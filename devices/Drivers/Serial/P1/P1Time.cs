using System.Globalization;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>
/// Time stamps <c>YYMMDDhhmmss</c> with <c>S</c> (summer, +02:00) or <c>W</c> (winter, +01:00). All networks that use P1
/// keep Central European time. A stamp without a letter (DSMR 2.2 and 3) is placed by the rule of the European Union
/// (directive 2000/84/EC); the hour that comes twice in October counts as winter.
/// </summary>
internal static class P1Time
{
    private const int DigitsOnly = 12;

    /// <summary>Reads a stamp.</summary>
    /// <param name="text">What the meter sent.</param>
    /// <param name="time">ISO 8601 with offset; null for a moment that cannot be, which is how meters say "none".</param>
    /// <returns>False when it has not the form of a time stamp.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out string? time)
    {
        time = null;
        var season = text.Length == DigitsOnly + 1 ? (char)text[DigitsOnly] : '\0';
        if (text.Length is < DigitsOnly or > DigitsOnly + 1
            || (text.Length > DigitsOnly && season is not ('S' or 'W'))
            || text[..DigitsOnly].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        // The first meters with a P1 port came in 2007.
        if (Pair(text, 0) is < 7 or > 69 || Moment(text) is not { } local)
        {
            return true;
        }

        var summer = season == '\0' ? IsSummer(local) : season == 'S';
        time = new DateTimeOffset(local, TimeSpan.FromHours(summer ? 2 : 1))
            .ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        return true;
    }

    private static DateTime? Moment(ReadOnlySpan<byte> text)
    {
        var (year, month, day) = (2000 + Pair(text, 0), Pair(text, 2), Pair(text, 4));
        var (hour, minute, second) = (Pair(text, 6), Pair(text, 8), Pair(text, 10));
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second < 60
            ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified)
            : null;
    }

    private static bool IsSummer(DateTime local) =>
        local >= LastSunday(local.Year, 3).AddHours(2) && local < LastSunday(local.Year, 10).AddHours(2);

    private static DateTime LastSunday(int year, int monthOf31Days)
    {
        var last = new DateTime(year, monthOf31Days, 31, 0, 0, 0, DateTimeKind.Unspecified);
        return last.AddDays(-(int)last.DayOfWeek);
    }

    private static int Pair(ReadOnlySpan<byte> text, int at) => ((text[at] - '0') * 10) + (text[at + 1] - '0');
}
