using System.Collections.Immutable;
using Bridge.Discovery;
using Bridge.Mqtt.Client;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>What is to be said on old configuration topics before their devices are announced in the other form.</summary>
internal sealed class ModeMove(WantedDevices wanted, LinkContext context)
{
    /// <summary>Whether what a topic announced comes back in the other form.</summary>
    public bool IsMoved(LedgerEntry entry) =>
        context.Topics.ParseConfiguration(entry.Topic) is { } address
        && wanted.Find(address.ObjectId) is { } device
        && address.IsDocument != device.IsDocument
        && (address.Key is not { } key || wanted.Has(address.ObjectId, key, address.Platform!));

    /// <summary>
    /// Documents that remove what does not come back, and say nothing else: all other components may have been announced
    /// elsewhere already.
    /// </summary>
    public IEnumerable<Outgoing> Removals(IEnumerable<LedgerEntry> moved)
    {
        foreach (var entry in moved)
        {
            if (context.Topics.ParseConfiguration(entry.Topic) is { IsDocument: true } address
                && wanted.Find(address.ObjectId) is { } device
                && Gone(entry.Topic, address.ObjectId) is { IsEmpty: false } gone
                && context.Announcement.Removal(device.Device, gone, isAlone: true) is { } removal)
            {
                yield return removal with { Kind = LedgerKind.Unsettled, Announces = Without(entry.Announces, gone) };
            }
        }
    }

    /// <summary>Messages that unload everything else, where they are not there already.</summary>
    public IEnumerable<Outgoing> Unloading(IEnumerable<LedgerEntry> moved) =>
        from entry in moved
        where !context.Told.IsKept(entry.Topic, Migration.Payload)
            && (context.Told.IsKept(entry.Topic) || entry.Kind == LedgerKind.Configuration)
        select new Outgoing(
            new(entry.Topic, Migration.Payload, MqttQos.AtLeastOnce, Retain: true), LedgerKind.Unsettled, entry.Device)
        {
            Announces = entry.Announces,
        };

    private ImmutableSortedDictionary<string, string> Gone(string topic, string objectId)
    {
        var told = context.Told.Components(topic);
        return told.RemoveRange(told.Where(each => wanted.Has(objectId, each.Key, each.Value)).Select(static each => each.Key));
    }

    private static string? Without(string? announces, ImmutableSortedDictionary<string, string> gone) =>
        announces is { } text && AnnouncedDevice.Read(text) is { } device
            ? (device with
            {
                Entities = device.Entities.RemoveAll(entity => gone.GetValueOrDefault(entity.Key) == entity.Platform),
            }).ToText()
            : announces;
}
