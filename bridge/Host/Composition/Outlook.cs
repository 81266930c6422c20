using System.Collections.Immutable;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Planning;
using Bridge.Host.Runtime;
using Bridge.Store;

namespace Bridge.Host.Composition;

/// <summary>What a start would change in Home Assistant; no wire, no broker, nothing written.</summary>
internal sealed class Outlook(BridgeOptions options, Equipment equipment)
{
    /// <summary>Compares the configuration with what an earlier run has announced.</summary>
    /// <param name="store">What that run remembered; a copy, as a device with a former id takes over from that.</param>
    public async Task<Plan> PlanAsync(MemoryStateStore store)
    {
        var before = store.Ledger;
        var outbox = new Outbox(equipment.Time);
        await using var house = new DeviceHouse(options, store, outbox, equipment);
        var silent = equipment.Silent("Plan", options, store.Instance, house.Devices, store, outbox);
        ImmutableArray<LedgerEntry> after =
        [
            .. silent.Announcement.Documents().Select(static document => document.Entry),
            .. silent.Announcement.SparedEntries(),
            .. silent.Composer.Entries(),
        ];
        var devices = Comparison.Devices(before, after);
        return new(
            [.. BridgeNotes.Of(store.Instance, before, after), .. DeviceNotes.Of(devices), .. Notes(house.Devices, silent)],
            devices);
    }

    private static IEnumerable<PlanNote> Notes(ImmutableArray<Device> devices, LinkContext silent)
    {
        foreach (var device in devices)
        {
            if (silent.Dismissals.Holds(device))
            {
                yield return DeviceNotes.Dismissed(device.Id);
            }

            if (device.IsUntold)
            {
                yield return DeviceNotes.Untold(device.Id);
            }
        }
    }
}
