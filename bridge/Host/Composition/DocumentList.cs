using System.Collections.Immutable;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Store;

namespace Bridge.Host.Composition;

/// <summary>The discovery documents as they would be published; no wire, no broker, nothing written.</summary>
internal sealed class DocumentList(BridgeOptions options, Equipment equipment)
{
    /// <summary>One line a document: topic, space, payload.</summary>
    /// <param name="store">What an earlier run remembered; it is not written to.</param>
    public async Task<ImmutableArray<string>> AllAsync(MemoryStateStore store)
    {
        var outbox = new Outbox(equipment.Time);
        await using var house = new DeviceHouse(options, store, outbox, equipment);
        var silent = equipment.Silent("Discovery", options, store.Instance, house.Devices, store, outbox);
        return
        [
            .. silent.Announcement.Documents()
                .Select(static document => $"{document.Message.Topic} {MessageComposer.Text(document.Message)}"),
        ];
    }
}
