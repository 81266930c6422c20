using System.Numerics;

namespace Bridge.Host.Schedules;

/// <summary>
/// Times of day in the five fields of cron: minute, hour, day of the month, month, day of the week, in local time. When
/// both days are restricted, either of them will do.
/// </summary>
internal sealed class Schedule
{
    /// <summary>Longer than from one 29 February to the next (1896 to 1904).</summary>
    private const int FarthestDays = (8 * 366) + 1;

    private const ulong EveryHour = (1UL << 24) - 1;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly string _text;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;
    private readonly ulong _weekdays;
    private readonly bool _eitherDay;

    private Schedule(string text, (string Text, int Position)[] fields)
    {
        _text = text;
        _minutes = ScheduleField.Minute.Parse(fields[0].Text, fields[0].Position);
        _hours = ScheduleField.Hour.Parse(fields[1].Text, fields[1].Position);
        _days = ScheduleField.Day.Parse(fields[2].Text, fields[2].Position);
        _months = ScheduleField.Month.Parse(fields[3].Text, fields[3].Position);
        var weekdays = ScheduleField.Weekday.Parse(fields[4].Text, fields[4].Position);
        _weekdays = (weekdays | (weekdays >> 7)) & 0x7F;
        _eitherDay = fields[2].Text[0] != '*' && fields[4].Text[0] != '*';
        if (!Days(new(2000, 1, 1)).Any())
        {
            throw new ScheduleException(fields[2].Position, "none of its months has such a day");
        }
    }

    /// <summary>The longest time from one run to the next, but for clocks that are put forward or back.</summary>
    public TimeSpan LongestPause
    {
        get
        {
            var first = TimeAt(NextMinute(0));
            var pause = first + TimeSpan.FromDays(1) - TimeAt(LastMinute());
            var overnight = pause;
            for (var minute = NextMinute(0); NextMinute(minute + 1) is >= 0 and var next; minute = next)
            {
                pause = Longer(pause, TimeAt(next - minute));
            }

            var days = Days(new(2000, 1, 1)).ToArray();
            return days.Zip(days.Skip(1)).Aggregate(pause, (longest, pair) =>
                Longer(longest, overnight + pair.Second.ToDateTime(default).Subtract(pair.First.AddDays(1).ToDateTime(default))));
        }
    }

    /// <summary>Reads five fields.</summary>
    /// <exception cref="ScheduleException">It is none; the message names the position.</exception>
    public static Schedule Parse(string text)
    {
        var fields = new List<(string Text, int Position)>();
        for (var at = 0; at < text.Length; at++)
        {
            var end = text.AsSpan(at).IndexOfAny(' ', '\t') is >= 0 and var length ? at + length : text.Length;
            if (end > at)
            {
                fields.Add((text[at..end], at + 1));
            }

            at = end;
        }

        return fields.Count == 5 ? new(text, [.. fields]) : throw new ScheduleException(
            fields.Count < 5 ? text.Length + 1 : fields[5].Position,
            $"expected five fields (minute, hour, day of the month, month, day of the week), not {fields.Count}");
    }

    /// <summary>
    /// The first run after a moment. A local time that the clock skips is run at the next one that there is, one that
    /// comes twice only once; but what runs every hour goes on at its pace through such a night.
    /// </summary>
    public DateTimeOffset Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        if (_hours == EveryHour && AtItsPace(after, zone) is { } soon)
        {
            return soon;
        }

        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        while (true)
        {
            local = NextLocal(local);
            if (Moment(local, zone) is var moment && moment > after)
            {
                return moment;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local += Minute;
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new(local, offset);
    }

    // By the real time, so that neither a skipped nor a doubled hour is seen.
    private DateTimeOffset? AtItsPace(DateTimeOffset after, TimeZoneInfo zone)
    {
        var moment = new DateTimeOffset(after.UtcTicks - (after.UtcTicks % Minute.Ticks), TimeSpan.Zero);
        for (var minute = 0; minute < 60; minute++)
        {
            moment += Minute;
            var local = TimeZoneInfo.ConvertTime(moment, zone);
            if (IsDay(DateOnly.FromDateTime(local.DateTime)) && (_minutes >> local.Minute & 1) != 0)
            {
                return local;
            }
        }

        return null;
    }

    private DateTime NextLocal(DateTime after)
    {
        var today = DateOnly.FromDateTime(after);
        if (IsDay(today) && NextMinute((int)after.TimeOfDay.TotalMinutes + 1) is >= 0 and var later)
        {
            return today.ToDateTime(default) + TimeAt(later);
        }

        return Days(today.AddDays(1)).First().ToDateTime(default) + TimeAt(NextMinute(0));
    }

    private IEnumerable<DateOnly> Days(DateOnly from) =>
        Enumerable.Range(0, FarthestDays).Select(from.AddDays).Where(IsDay);

    private bool IsDay(DateOnly date)
    {
        var day = (_days >> date.Day & 1) != 0;
        var weekday = (_weekdays >> (int)date.DayOfWeek & 1) != 0;
        return (_months >> date.Month & 1) != 0 && (_eitherDay ? day || weekday : day && weekday);
    }

    // Minutes of a day from 0 to 1439; -1 for none.
    private int NextMinute(int from)
    {
        for (var minute = from; minute < 24 * 60; minute++)
        {
            if ((_hours >> (minute / 60) & _minutes >> (minute % 60) & 1) != 0)
            {
                return minute;
            }
        }

        return -1;
    }

    private int LastMinute() => (60 * BitOperations.Log2(_hours)) + BitOperations.Log2(_minutes);

    private static TimeSpan TimeAt(int minute) => TimeSpan.FromMinutes(minute);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
