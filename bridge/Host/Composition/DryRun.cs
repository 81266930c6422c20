using System.Collections.Immutable;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Runtime;
using Bridge.Store;

namespace Bridge.Host.Composition;

/// <summary>Reads the devices and prints what would be published, one line a message; no broker, no state on disk.</summary>
internal sealed class DryRun(BridgeOptions options, Equipment equipment, TextWriter output)
{
    /// <summary>How long a device may take to its first reading or failure before it is printed as it is.</summary>
    private static readonly TimeSpan FirstReading = TimeSpan.FromSeconds(15);

    /// <summary>Told, while it waits, how many devices have been read or failed, and of how many.</summary>
    public Action<int, int> Waiting { get; init; } = static (_, _) => { };

    /// <summary>Prints everything once, then, when <paramref name="watch"/> is given, what changes for that long.</summary>
    public async Task RunAsync(TimeSpan? watch, CancellationToken cancellationToken)
    {
        await using var store = new MemoryStateStore();
        var time = equipment.Time;
        var outbox = new Outbox(time);
        await using var house = new DeviceHouse(
            options with { Devices = [.. options.Devices.Select(Untouched)] }, store, outbox, equipment);
        var announcement = equipment.Silent("DryRun", options, instance: null, house.Devices, store, outbox).Announcement;
        house.Start();
        try
        {
            await FirstReadingsAsync(house.Devices, cancellationToken);
            outbox.Reset();
            Print(announcement.Groups(announcement.Documents()).SelectMany(static group => group));
            if (watch is { } span)
            {
                await WatchAsync(outbox, announcement, span, cancellationToken);
            }
        }
        finally
        {
            await house.StopAsync();
        }
    }

    /// <summary>The same device with outputs that nobody sets: a dry run only looks.</summary>
    private static DeviceOptions Untouched(DeviceOptions device) => device with
    {
        Entities = device.Entities.ToImmutableDictionary(
            static each => each.Key,
            static each => each.Value with { OnStart = OnStart.Read, OnStop = OnStop.Keep },
            StringComparer.Ordinal),
    };

    private async Task FirstReadingsAsync(ImmutableArray<Device> devices, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(FirstReading, equipment.Time);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), equipment.Time);
        while (!limit.IsCancellationRequested && devices.Count(static device =>
            device.Options.Enabled && device.Report.Status == DeviceStatus.Starting) is > 0 and var missing)
        {
            Waiting(devices.Length - missing, devices.Length);
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        Waiting(devices.Length, devices.Length);
    }

    private async Task WatchAsync(
        Outbox outbox, Announcement announcement, TimeSpan span, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(span, equipment.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (true)
            {
                await outbox.WaitAsync(both.Token);
                Print(outbox.Take().Changed.SelectMany(each => announcement.Of(each.Device, each.Changes)));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private void Print(IEnumerable<Outgoing> messages)
    {
        foreach (var outgoing in messages)
        {
            output.WriteLine($"{outgoing.Message.Topic} {MessageComposer.Text(outgoing.Message)}");
        }
    }
}
