using System.Collections.Immutable;
using Bridge.Store;

namespace Bridge.Host.Runtime;

/// <summary>
/// Brings the totals of all devices to the disk together, at most once in a while, and only then lets them be told: what
/// Home Assistant has seen is never lost by a crash.
/// </summary>
/// <param name="devices">The devices.</param>
/// <param name="store">Where their totals are kept.</param>
/// <param name="interval">Shortest time between two; it spares flash memory.</param>
/// <param name="time">The clock.</param>
internal sealed class SavePoints(ImmutableArray<Device> devices, IStateStore store, TimeSpan interval, TimeProvider time)
{
    /// <summary>A disk that takes longer is as good as none: the totals are told all the same.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(10);

    private long? _last;
    private Task _saving = Task.CompletedTask;

    /// <summary>Time went by.</summary>
    public void Tick()
    {
        if (!_saving.IsCompleted)
        {
            return;
        }

        var need = devices.Select(static device => device.Keeping.Need).DefaultIfEmpty().Max();
        if (need == SaveNeed.Soon || (need == SaveNeed.Some && (_last is not { } last || time.GetElapsedTime(last) >= interval)))
        {
            _saving = SaveAsync();
        }
    }

    /// <summary>The last one, when no more readings come.</summary>
    public async Task FinishAsync()
    {
        await _saving;
        await SaveAsync();
    }

    private async Task SaveAsync()
    {
        _last = time.GetTimestamp();
        var waiting = devices.Where(static device => device.Keeping.Need != SaveNeed.None).ToArray();
        if (waiting.Length == 0)
        {
            return;
        }

        foreach (var device in waiting)
        {
            device.Keeping.Save();
        }

        using var limit = new CancellationTokenSource(LongestWrite, time);
        try
        {
            await store.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The store says itself when it cannot write.
        }

        foreach (var device in waiting)
        {
            device.Keeping.Saved();
        }
    }
}
