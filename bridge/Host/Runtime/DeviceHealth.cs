using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>
/// Status, reason and availability of one device after the contract's table; told of good and failed cycles and of the
/// passing of time. Not thread-safe: its <see cref="Device"/> guards it.
/// </summary>
internal sealed class DeviceHealth(int offlineAfter, TimeSpan staleAfter, bool enabled, TimeProvider time)
{
    private long _quietSince = time.GetTimestamp();
    private long _lastGood = time.GetTimestamp();
    private bool _hadSuccess;

    /// <summary>Time without a good reading until it is stale.</summary>
    public TimeSpan StaleAfter { get; set; } = staleAfter;

    /// <summary>The status.</summary>
    public DeviceStatus Status { get; private set; } = enabled ? DeviceStatus.Starting : DeviceStatus.Disabled;

    /// <summary>The reason in the contract's words; null where the table has none.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether the last values are to be trusted.</summary>
    public bool Online { get; private set; }

    /// <summary>When the last good reading came; null for never in this run.</summary>
    public DateTimeOffset? LastSuccessAt { get; private set; }

    /// <summary>Failed cycles since the last good one.</summary>
    public int ConsecutiveFailures { get; private set; }

    /// <summary>What the last failure was; kept after recovery.</summary>
    public string? LastError { get; private set; }

    /// <summary>Good cycles in this run.</summary>
    public long Readings { get; private set; }

    /// <summary>Failed cycles in this run.</summary>
    public long Failures { get; private set; }

    /// <summary>Time since the last good reading, or since the start.</summary>
    public TimeSpan Quiet => time.GetElapsedTime(_lastGood);

    /// <summary>A good reading came.</summary>
    public void Succeeded()
    {
        Readings++;
        ConsecutiveFailures = 0;
        LastSuccessAt = time.GetUtcNow();
        _quietSince = _lastGood = time.GetTimestamp();
        _hadSuccess = true;
        Status = DeviceStatus.Ok;
        Reason = null;
        Online = true;
    }

    /// <summary>A cycle failed.</summary>
    public void Failed(BusFault fault, string message)
    {
        Failures++;
        ConsecutiveFailures++;
        LastError = message;
        Status = fault.IsOfBus ? DeviceStatus.Unavailable : DeviceStatus.Error;
        Reason = fault.Text;
        if (fault.IsOfBus || ConsecutiveFailures >= offlineAfter)
        {
            Online = false;
        }
    }

    /// <summary>Nobody tries any more.</summary>
    public void GiveUp() => Online = false;

    /// <summary>The line is open again: what was wrong with the port is over, now a reading must come in time.</summary>
    public void Opened()
    {
        if (Status == DeviceStatus.Unavailable)
        {
            Status = DeviceStatus.Starting;
            Reason = null;
            _quietSince = time.GetTimestamp();
        }
    }

    /// <summary>Time went by: a device without a good reading for too long is not to be trusted.</summary>
    public void Tick()
    {
        if (time.GetElapsedTime(_quietSince) < StaleAfter)
        {
            return;
        }

        if (Status is DeviceStatus.Ok or DeviceStatus.Starting)
        {
            Status = DeviceStatus.Stale;
            Reason = "no_data";
            LastError = _hadSuccess
                ? $"no good reading for {StaleAfter.TotalSeconds:0} s"
                : $"nothing received within {StaleAfter.TotalSeconds:0} s after the start";
        }

        // A device that fails keeps its reason, but its last values are as old as a silent one's.
        Online = false;
    }
}
