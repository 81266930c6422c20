using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bridge.TestSupport;

/// <summary>
/// Runs tasks on the thread of the test, and moves the clock only when all of them wait: what happens, and when, is the
/// same each time. Tasks must be started by <see cref="Start"/>.
/// </summary>
public sealed class Pump(ManualTime time) : SynchronizationContext
{
    private static readonly TimeSpan Safety = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _posted = new();

    /// <summary>Says whether threads that are not seen here, those of buses, still work on something.</summary>
    public Func<bool> IsBusy { get; init; } = static () => false;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Starts a task whose every part runs here.</summary>
    public Task Start(Func<Task> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Within(task);
    }

    /// <summary>Moves the clock on in steps until <paramref name="condition"/> holds.</summary>
    public void Until(Func<bool> condition, TimeSpan step, string what)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var watch = Stopwatch.StartNew();
        Settle();
        while (!condition())
        {
            if (watch.Elapsed > Safety)
            {
                throw new TimeoutException($"It never came to pass: {what}.");
            }

            Within(() => time.Advance(step));
            Settle();
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan span, TimeSpan step)
    {
        var end = time.GetUtcNow() + span;
        Until(() => time.GetUtcNow() >= end, step, "time goes by");
    }

    /// <summary>Lets a long time pass, from timer to timer; as long as it takes.</summary>
    public void PassByTimers(TimeSpan span)
    {
        var end = time.GetUtcNow() + span;
        Settle();
        while (time.NextDue is { } due && due <= end)
        {
            Within(() => time.Advance(due - time.GetUtcNow()));
            Settle();
        }

        Within(() => time.Advance(end - time.GetUtcNow()));
    }

    /// <summary>Runs what is ready; a cancellation may be on its way over the thread pool, so that is waited for too.</summary>
    private void Settle()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            while (_posted.TryDequeue(out var next))
            {
                Within(() => next.Callback(next.State));
                turn = 0;
            }

            if (IsBusy())
            {
                turn = -1;
                Thread.Yield();
                continue;
            }

            using var over = new ManualResetEventSlim();
            ThreadPool.UnsafeQueueUserWorkItem(static done => done.Set(), over, preferLocal: false);
            over.Wait();
        }
    }

    private void Within(Action action) => Within(() =>
    {
        action();
        return true;
    });

    private T Within<T>(Func<T> action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            return action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
