using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>
/// Opens with a failed cycle of a polled device and closes with a good one. While it is open the device has one try at
/// the end of each step, min(interval, 10 s · 2ⁿ) long; on a line that it shares, a step is never shorter than nine times
/// what the try cost the others, so that a dead unit has a tenth of the line and no more.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="time">The clock.</param>
internal sealed class CircuitBreaker(Device device, TimeProvider time)
{
    private const int OthersShare = 9;
    private static readonly TimeSpan FirstStep = TimeSpan.FromSeconds(10);

    private long _since;
    private TimeSpan _step;

    /// <summary>True from a failed cycle until a good one.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Time until the next try, while it is open.</summary>
    public TimeSpan Left => _step - time.GetElapsedTime(_since);

    /// <summary>A cycle has ended.</summary>
    /// <param name="failures">Failed cycles in a row until now; zero after a good one.</param>
    /// <param name="cost">How long its last try took.</param>
    public void Note(int failures, TimeSpan cost)
    {
        var options = device.Options;
        IsOpen = failures > 0;
        _since = time.GetTimestamp();
        _step = RetryDelay.After(failures, FirstStep, options.Interval);
        if (options.Driver is ModbusDriver)
        {
            // What it waited for the others in the queue is not to its charge.
            var share = OthersShare * (cost < options.AnswerTimeout ? cost : options.AnswerTimeout);
            _step = share > _step ? share : _step;
        }
    }
}
