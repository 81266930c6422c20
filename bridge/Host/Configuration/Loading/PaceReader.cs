using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;
using Bridge.Host.Schedules;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Reads when a device is asked: interval and jitter, or a schedule.</summary>
internal sealed class PaceReader(Scope scope, Driver driver)
{
    /// <summary>Interval, schedule and jitter; with a schedule, the interval is its longest pause.</summary>
    public (TimeSpan Interval, Schedule? Schedule, TimeSpan Jitter) Read()
    {
        var interval = scope.Get(DeviceKeys.Interval(driver));
        if (driver is StreamDriver)
        {
            return (interval, null, TimeSpan.Zero);
        }

        if (scope.Text(DeviceKeys.Schedule) is null)
        {
            return (interval, null, Jitter(interval));
        }

        Alone("interval");
        Alone(DeviceKeys.Jitter.Key);
        Alone(DeviceKeys.Tunable.Key);
        return Schedule() is { } schedule
            ? (schedule.LongestPause, schedule, TimeSpan.Zero)
            : (interval, null, TimeSpan.Zero);
    }

    private void Alone(string key)
    {
        if (scope.Find(key) is { } given)
        {
            scope.Fault(key, given, $"{key} has no meaning beside schedule; leave one of them out");
        }
    }

    private Schedule? Schedule()
    {
        try
        {
            return Schedules.Schedule.Parse(scope.Text(DeviceKeys.Schedule)!);
        }
        catch (ScheduleException trouble)
        {
            scope.Fault(DeviceKeys.Schedule.Key, scope.Find(DeviceKeys.Schedule.Key), trouble.Message);
            return null;
        }
    }

    private TimeSpan Jitter(TimeSpan interval)
    {
        var jitter = scope.Get(DeviceKeys.Jitter).Of(interval);
        if (jitter * 2 > interval)
        {
            scope.Fault(
                DeviceKeys.Jitter.Key,
                scope.Find(DeviceKeys.Jitter.Key),
                $"{DurationText.Write(jitter)} is longer than half of the interval ({DurationText.Write(interval)})");
        }

        return jitter;
    }
}
