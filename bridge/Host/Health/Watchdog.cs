namespace Bridge.Host.Health;

/// <summary>
/// Notices that the main loop stands still. It has a thread of its own, so that a drained thread pool cannot stop it,
/// and forgives a suspended machine, where it stood still itself.
/// </summary>
/// <param name="time">Measures.</param>
/// <param name="onStall">Called once, on the watchdog's thread, with what to tell; it ends the process.</param>
internal sealed class Watchdog(TimeProvider time, Action<string> onStall) : IDisposable
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Suspended = BeatInterval * 3;

    private readonly ManualResetEventSlim _end = new();
    private Thread? _thread;
    private long _touched = time.GetTimestamp();
    private long _beat = time.GetTimestamp();
    private bool _stalled;

    /// <summary>The main loop is alive; from any thread.</summary>
    public void Touch() => Volatile.Write(ref _touched, time.GetTimestamp());

    /// <summary>Starts to watch; the count starts now.</summary>
    public void Start()
    {
        Touch();
        _beat = time.GetTimestamp();
        _thread = new Thread(Watch) { IsBackground = true, Name = "watchdog" };
        _thread.Start();
    }

    /// <summary>Ends watching.</summary>
    public void Dispose()
    {
        _end.Set();
        if (_thread is null || _thread == Thread.CurrentThread || _thread.Join(BeatInterval))
        {
            _end.Dispose();
        }
    }

    /// <summary>Looks once; the thread does so every <see cref="BeatInterval"/>.</summary>
    internal void Beat()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_beat, now) > Suspended)
        {
            Touch();
        }

        _beat = now;
        var silence = time.GetElapsedTime(Volatile.Read(ref _touched), now);
        if (silence >= Limit && !_stalled)
        {
            _stalled = true;
            onStall($"The main loop has stood still for {(long)silence.TotalSeconds} s; the process ends itself.");
        }
    }

    private void Watch()
    {
        while (!_end.Wait(BeatInterval))
        {
            Beat();
        }
    }
}
