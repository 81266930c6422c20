using Microsoft.Extensions.Logging;

namespace Bridge.Host.Health;

/// <summary>What the main loop does at each beat: feeds the watchdog, and touches the health file now and then.</summary>
internal sealed class SignOfLife(
    HealthFile file, string run, Watchdog watchdog, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private long? _touched;
    private bool _failed;

    /// <summary>One beat.</summary>
    public void Beat()
    {
        watchdog.Touch();
        if (_touched is { } last && time.GetElapsedTime(last) < Every)
        {
            return;
        }

        _touched = time.GetTimestamp();
        var written = file.Touch(run, time.GetUtcNow());
        if (!written && !_failed)
        {
            Log.HealthFileFailed(logger, file.Path);
        }

        _failed = !written;
    }
}
