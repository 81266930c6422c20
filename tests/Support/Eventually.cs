using System.Diagnostics;

namespace Bridge.TestSupport;

/// <summary>Waits for what other tasks do, without sleeping: yields until it is so, or fails loudly.</summary>
public static class Eventually
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(10);

    /// <summary>Yields until <paramref name="condition"/> holds.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(condition, what, static () => { });

    /// <summary>Moves the clock on in steps until <paramref name="condition"/> holds.</summary>
    public static Task UntilAsync(this ManualTime time, Func<bool> condition, TimeSpan step, string what) =>
        UntilAsync(condition, what, () => time.Advance(step));

    private static async Task UntilAsync(Func<bool> condition, string what, Action between)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Safety)
            {
                throw new TimeoutException($"It never came to pass: {what}.");
            }

            between();

            // Gives way to the tasks that the step set going.
            for (var i = 0; i < 20 && !condition(); i++)
            {
                await Task.Yield();
            }
        }
    }
}
