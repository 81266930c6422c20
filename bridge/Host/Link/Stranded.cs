using Bridge.Discovery;
using Bridge.Mqtt.Client;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// What Home Assistant has in its registry although no message tells of it any more, and is no longer wanted: taken out of the
/// configuration after the form of discovery began to change, or after the broker lost its memory. The ledger alone knows
/// of it.
/// </summary>
internal sealed class Stranded(WantedDevices wanted, LinkContext context)
{
    /// <summary>
    /// Messages that tell it once more, on topics that we have anyway. What was told can then be removed as if it had
    /// always been there.
    /// </summary>
    /// <param name="ledger">What was announced.</param>
    public IEnumerable<Outgoing> Recalls(IEnumerable<LedgerEntry> ledger)
    {
        var found = Loaded();
        foreach (var entry in ledger)
        {
            if (entry is { Kind: <= LedgerKind.Configuration, Announces: { } text }
                && context.Topics.ParseConfiguration(entry.Topic) is { } address
                && AnnouncedDevice.Read(text) is { } device)
            {
                var stranded = device with
                {
                    Entities = device.Entities.RemoveAll(entity =>
                        wanted.Has(address.ObjectId, entity.Key, entity.Platform)
                        || !found.Add((address.ObjectId, entity.Key, entity.Platform))),
                };
                if (Payload(address, stranded, entry.Device) is { } payload)
                {
                    yield return new(
                        new(entry.Topic, payload, MqttQos.AtLeastOnce, Retain: true), LedgerKind.Unsettled, entry.Device)
                    {
                        Announces = text,
                    };
                }
            }
        }
    }

    private ReadOnlyMemory<byte>? Payload(ConfigurationAddress address, AnnouncedDevice stranded, string device)
    {
        var topic = context.Topics.Silent(device);
        return address.IsDocument
            ? Recall.Document(stranded, context.Facts.Version, topic)
            : Recall.Message(stranded, context.Facts.Version, topic);
    }

    /// <summary>What a message that the broker keeps tells.</summary>
    private HashSet<(string ObjectId, string Key, string Platform)> Loaded()
    {
        var loaded = new HashSet<(string, string, string)>();
        foreach (var topic in context.Told.Kept)
        {
            if (context.Topics.ParseConfiguration(topic) is not { } address)
            {
                continue;
            }

            if (address is { Key: { } key, Platform: { } platform })
            {
                if (!context.Told.IsKept(topic, Migration.Payload))
                {
                    loaded.Add((address.ObjectId, key, platform));
                }
            }
            else
            {
                loaded.UnionWith(context.Told.Components(topic).Select(each => (address.ObjectId, each.Key, each.Value)));
            }
        }

        return loaded;
    }
}
