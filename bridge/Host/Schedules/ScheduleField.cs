using System.Collections.Immutable;
using System.Globalization;

namespace Bridge.Host.Schedules;

/// <summary>One of the five fields of a schedule: which numbers it may hold.</summary>
/// <param name="Name">As messages call it.</param>
/// <param name="Lowest">Its lowest number.</param>
/// <param name="Highest">Its highest number.</param>
internal sealed record ScheduleField(string Name, int Lowest, int Highest)
{
    /// <summary>The minute of an hour.</summary>
    public static readonly ScheduleField Minute = new("minute", 0, 59);

    /// <summary>The hour of a day.</summary>
    public static readonly ScheduleField Hour = new("hour", 0, 23);

    /// <summary>The day of a month.</summary>
    public static readonly ScheduleField Day = new("day of the month", 1, 31);

    /// <summary>The month.</summary>
    public static readonly ScheduleField Month = new("month", 1, 12)
    {
        Words = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    };

    /// <summary>The day of the week; 0 and 7 are both Sunday.</summary>
    public static readonly ScheduleField Weekday = new("day of the week", 0, 7)
    {
        Words = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    };

    /// <summary>Names of its numbers, from the lowest on.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The numbers that a text of this field names, bit by bit.</summary>
    /// <param name="text">Such as <c>*/15</c>, <c>1-5</c>, <c>mon,wed</c>.</param>
    /// <param name="position">Where it begins in the whole, from 1.</param>
    /// <exception cref="ScheduleException">It is none.</exception>
    public ulong Parse(string text, int position)
    {
        var bits = 0UL;
        foreach (var part in text.Split(','))
        {
            bits |= ParsePart(part, position);
            position += part.Length + 1;
        }

        return bits;
    }

    private ulong ParsePart(string part, int position)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var (first, last) = ParseRange(slash < 0 ? part : part[..slash], position, slash >= 0);
        var step = slash < 0 ? 1 : ParseStep(part[(slash + 1)..], position + slash + 1);
        var bits = 0UL;
        for (var number = first; number <= last; number += step)
        {
            bits |= 1UL << number;
        }

        return bits;
    }

    private (int First, int Last) ParseRange(string range, int position, bool hasStep)
    {
        if (range == "*")
        {
            return (Lowest, Highest);
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var first = ParseNumber(dash < 0 ? range : range[..dash], position);
        if (dash < 0)
        {
            return hasStep
                ? throw new ScheduleException(position, $"a step needs * or a range before it, such as {first}-{Highest}")
                : (first, first);
        }

        var last = ParseNumber(range[(dash + 1)..], position + dash + 1);
        return first <= last ? (first, last) : throw new ScheduleException(
            position, $"the range {range} runs backwards; write {first}-{Highest},{Lowest}-{last}");
    }

    private static int ParseStep(string text, int position) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step is > 0 and < 100
            ? step
            : throw new ScheduleException(position, "expected a step from 1 to 99");

    private int ParseNumber(string text, int position)
    {
        if (Words.IndexOf(text.ToLowerInvariant()) is >= 0 and var index)
        {
            return Lowest + index;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= Lowest && number <= Highest
                ? number
                : throw new ScheduleException(position, $"the {Name} must be {Expected}");
    }

    private string Expected => $"a number from {Lowest} to {Highest}"
        + (Words.IsEmpty ? string.Empty : $", or {string.Join(", ", Words)}");
}
