namespace Bridge.Unit.Host.Composition.Week;

/// <summary>The trouble of one device, and when it has it.</summary>
internal sealed class Fault(Trouble trouble, Outages outages, TimeProvider time)
{
    /// <summary>What goes wrong.</summary>
    public Trouble Trouble => trouble;

    /// <summary>How often.</summary>
    public int Times => outages.Count;

    /// <summary>True while it is broken.</summary>
    public bool IsOn => outages.EndOf(time.GetUtcNow()) is not null;

    /// <summary>True while it is broken in that way.</summary>
    public bool Is(Trouble kind) => kind == trouble && IsOn;

    /// <summary>Blocks the thread until it is well again.</summary>
    public void Sit()
    {
        if (outages.EndOf(time.GetUtcNow()) is not { } end)
        {
            return;
        }

        using var over = new ManualResetEventSlim();
        using var timer = time.CreateTimer(
            state => ((ManualResetEventSlim)state!).Set(), over, end - time.GetUtcNow(), Timeout.InfiniteTimeSpan);
        over.Wait();
    }
}
