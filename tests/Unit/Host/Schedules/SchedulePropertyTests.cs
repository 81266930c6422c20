using Bridge.Host.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Unit.Host.Schedules;

public sealed class SchedulePropertyTests
{
    private static readonly Gen<string> Fields =
        from minute in Field(0, 59)
        from hour in Field(0, 23)
        from day in Field(1, 28)
        from month in Field(1, 12)
        from weekday in Field(0, 7)
        select $"{minute} {hour} {day} {month} {weekday}";

    [Fact]
    public void The_pause_after_a_run_is_never_longer_than_the_longest() => Check(static (schedule, moment) =>
    {
        var next = schedule.Next(moment, TimeZoneInfo.Utc);
        var after = schedule.Next(next, TimeZoneInfo.Utc);
        return next > moment && after > next && after - next <= schedule.LongestPause;
    });

    [Fact]
    public void Nothing_lies_between_a_moment_and_its_next_run() => Check(static (schedule, moment) =>
    {
        var next = schedule.Next(moment, TimeZoneInfo.Utc);
        return schedule.Next(next.AddTicks(-1), TimeZoneInfo.Utc) == next
            && schedule.Next(moment + ((next - moment) / 2), TimeZoneInfo.Utc) == next;
    });

    private static void Check(Func<Schedule, DateTimeOffset, bool> holds) => Prop
        .ForAll(
            (from text in Fields
             from second in Gen.Choose(0, 100_000_000)
             select (Text: text, Moment: DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(second))).ToArbitrary(),
            sample => holds(Schedule.Parse(sample.Text), sample.Moment))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(7, 11));

    private static Gen<string> Field(int lowest, int highest) => Gen.Frequency(
        (3, Gen.Constant("*")),
        (1, from step in Gen.Choose(1, 20) select $"*/{step}"),
        (2, from one in Gen.Choose(lowest, highest) select $"{one}"),
        (2, from one in Gen.Choose(lowest, highest)
            from other in Gen.Choose(one, highest)
            from step in Gen.Choose(1, 4)
            select $"{one}-{other}/{step},{other}"));
}
