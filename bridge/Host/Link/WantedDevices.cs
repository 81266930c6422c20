using System.Collections.Immutable;

namespace Bridge.Host.Link;

/// <summary>What Home Assistant is to have once all messages are announced.</summary>
internal sealed class WantedDevices
{
    private readonly Dictionary<string, WantedDevice> _devices = new(StringComparer.Ordinal);
    private readonly LinkContext _context;

    /// <summary>Takes all messages that are about to be announced.</summary>
    public WantedDevices(ImmutableArray<Outgoing> documents, LinkContext context)
    {
        _context = context;
        foreach (var document in documents)
        {
            if (context.Topics.ParseConfiguration(document.Message.Topic) is not { } address)
            {
                continue;
            }

            var components = ToldDocuments.In(address, document.Message.Payload);
            var before = _devices.GetValueOrDefault(address.ObjectId)?.Components;
            _devices[address.ObjectId] = new(
                document.Device, address.IsDocument, (before ?? ToldDocuments.None).AddRange(components));
        }
    }

    /// <summary>A device by its identity; null when there is to be none.</summary>
    public WantedDevice? Find(string objectId) => _devices.GetValueOrDefault(objectId);

    /// <summary>Whether a component is to be there, announced or as it is.</summary>
    public bool Has(string objectId, string key, string platform) =>
        Find(objectId)?.Components.GetValueOrDefault(key) == platform || _context.Spared.Has(objectId, key, platform);
}

/// <summary>What is announced of one device.</summary>
/// <param name="Device">Its id.</param>
/// <param name="IsDocument">Whether in a document.</param>
/// <param name="Components">The platforms of its components by their keys.</param>
internal sealed record WantedDevice(string Device, bool IsDocument, ImmutableSortedDictionary<string, string> Components);
