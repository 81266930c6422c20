using System.Globalization;
using Bridge.Host.Schedules;

namespace Bridge.Unit.Host.Schedules;

public sealed class ScheduleTests
{
    /// <summary>Central Europe: on from 2 to 3 o'clock on the last Sunday of March, back from 3 to 2 on that of October.</summary>
    private static readonly TimeZoneInfo Europe = TimeZoneInfo.CreateCustomTimeZone(
        "Europe", TimeSpan.FromHours(1), "Europe", "winter", "summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
        ]);

    // 2026-01-01 was a Thursday.
    [Theory]
    [InlineData("* * * * *", "2026-01-01T12:00:00", "2026-01-01T12:01")]
    [InlineData("* * * * *", "2026-01-01T12:00:59", "2026-01-01T12:01")]
    [InlineData("*/15 * * * *", "2026-01-01T12:00:00", "2026-01-01T12:15")]
    [InlineData("*/15 * * * *", "2026-01-01T23:45:00", "2026-01-02T00:00")]
    [InlineData("5-20/5 * * * *", "2026-01-01T12:20:00", "2026-01-01T13:05")]
    [InlineData("0 6 * * *", "2026-01-01T06:00:00", "2026-01-02T06:00")]
    [InlineData("0 6,18 * * *", "2026-01-01T06:00:00", "2026-01-01T18:00")]
    [InlineData("0 6 * * 1-5", "2026-01-02T06:00:00", "2026-01-05T06:00")]
    [InlineData("0 6 * * mon", "2026-01-01T00:00:00", "2026-01-05T06:00")]
    [InlineData("0 6 * * 0", "2026-01-01T00:00:00", "2026-01-04T06:00")]
    [InlineData("0 6 * * 7", "2026-01-01T00:00:00", "2026-01-04T06:00")]
    [InlineData("0 6 * * Fri-7", "2026-01-03T06:00:00", "2026-01-04T06:00")]
    [InlineData("0 0 1 FEB *", "2026-01-01T00:00:00", "2026-02-01T00:00")]
    [InlineData("0 0 31 * *", "2026-01-31T00:00:00", "2026-03-31T00:00")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00", "2028-02-29T00:00")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00", "2104-02-29T00:00")]
    [InlineData("0 0 13 * fri", "2026-01-01T00:00:00", "2026-01-02T00:00")]
    [InlineData("0 0 13 * fri", "2026-01-10T00:00:00", "2026-01-13T00:00")]
    [InlineData(" 30  4\t* * * ", "2026-01-01T00:00:00", "2026-01-01T04:30")]
    public void Runs_at_the_first_time_after_a_moment(string schedule, string after, string expected) =>
        Schedule.Parse(schedule).Next(Utc(after), TimeZoneInfo.Utc).Should().Be(Utc(expected));

    [Theory]
    [InlineData("", "position 1: expected five fields (minute, hour, day of the month, month, day of the week), not 0")]
    [InlineData("0 6 * *", "position 8: expected five fields (minute, hour, day of the month, month, day of the week), not 4")]
    [InlineData("0 6 * * * *", "position 11: expected five fields (minute, hour, day of the month, month, day of the week), not 6")]
    [InlineData("60 * * * *", "position 1: the minute must be a number from 0 to 59")]
    [InlineData("0 24 * * *", "position 3: the hour must be a number from 0 to 23")]
    [InlineData("0 6,x * * *", "position 5: the hour must be a number from 0 to 23")]
    [InlineData("0 6 0 * *", "position 5: the day of the month must be a number from 1 to 31")]
    [InlineData("0 6 * 13 *", "position 7: the month must be a number from 1 to 12, "
        + "or jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec")]
    [InlineData("0 6 * * mo", "position 9: the day of the week must be a number from 0 to 7, "
        + "or sun, mon, tue, wed, thu, fri, sat")]
    [InlineData("0 6 * * 1-", "position 11: the day of the week must be a number from 0 to 7, "
        + "or sun, mon, tue, wed, thu, fri, sat")]
    [InlineData("*/0 * * * *", "position 3: expected a step from 1 to 99")]
    [InlineData("*/ * * * *", "position 3: expected a step from 1 to 99")]
    [InlineData("5/15 * * * *", "position 1: a step needs * or a range before it, such as 5-59")]
    [InlineData("0 22-6 * * *", "position 3: the range 22-6 runs backwards; write 22-23,0-6")]
    [InlineData("0 6 * * fri-mon", "position 9: the range fri-mon runs backwards; write 5-7,0-1")]
    [InlineData("-1 * * * *", "position 1: the minute must be a number from 0 to 59")]
    [InlineData("0 0 31 2,4 *", "position 5: none of its months has such a day")]
    public void What_is_no_schedule_is_told_with_its_position(string text, string message)
    {
        var parse = () => Schedule.Parse(text);

        parse.Should().Throw<ScheduleException>().WithMessage(message);
    }

    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00", "2026-03-29T01:00 2026-03-30T00:30")] // 3:00 local, then 2:30 again
    [InlineData("0,30 2 * * *", "2026-03-28T12:00", "2026-03-29T01:00 2026-03-30T00:00 2026-03-30T00:30")]
    [InlineData("30 2 * * *", "2026-10-24T12:00", "2026-10-25T00:30 2026-10-26T01:30")] // the first 2:30 only
    [InlineData("0,30 2-3 * * *", "2026-10-24T12:00", "2026-10-25T00:00 2026-10-25T00:30 2026-10-25T02:00")]
    [InlineData("*/20 * * * *", "2026-03-29T00:20", "2026-03-29T00:40 2026-03-29T01:00 2026-03-29T01:20")]
    [InlineData("30 * * * *", "2026-03-29T00:00", "2026-03-29T00:30 2026-03-29T01:30 2026-03-29T02:30")]
    [InlineData("30 * * * *", "2026-10-25T00:00", "2026-10-25T00:30 2026-10-25T01:30 2026-10-25T02:30")]
    public void Clocks_that_are_put_forward_and_back_neither_lose_nor_double_a_run(
        string text, string after, string expected)
    {
        var schedule = Schedule.Parse(text);
        var moment = Utc(after);
        foreach (var each in expected.Split(' '))
        {
            moment = schedule.Next(moment, Europe);
            moment.Should().Be(Utc(each));
        }
    }

    [Theory]
    [InlineData("* * * * *", 1)]
    [InlineData("*/15 * * * *", 15)]
    [InlineData("*/25 * * * *", 25)]
    [InlineData("0 6,18 * * *", 12 * 60)]
    [InlineData("0 6,7 * * *", 23 * 60)]
    [InlineData("0 6 * * *", 24 * 60)]
    [InlineData("0 6 * * 1-5", 3 * 24 * 60)]
    [InlineData("*/5 8-17 * * mon-fri", (62 * 60) + 5)] // Friday 17:55 to Monday 8:00
    [InlineData("0 0 1 * *", 31 * 24 * 60)]
    [InlineData("0 0 29 2 *", 1461 * 24 * 60)]
    public void Knows_its_longest_pause(string schedule, int minutes) =>
        Schedule.Parse(schedule).LongestPause.Should().Be(TimeSpan.FromMinutes(minutes));

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
