using Bridge.Discovery;
using Bridge.Mqtt.Client;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// What the broker keeps of ours though the ledger does not have it: the store was lost, or went back to a copy. Nobody can
/// tell that of a store, so it is looked for in each run, until everything that is no longer wanted is cleared. Our
/// availabilities tell of which devices there may be more; what bears our identity is ours.
/// </summary>
internal sealed class Forgotten(LinkContext context)
{
    /// <summary>Devices that others may put under our prefix, as far as we ask for them.</summary>
    private const int MostStrangers = 1_000;

    private readonly Dictionary<string, bool> _heard = new(StringComparer.Ordinal);

    /// <summary>Whether it is still looked for.</summary>
    public bool IsSought { get; private set; } = true;

    /// <summary>Whether a device was found <c>online</c>: the run before had no time to say that it ends, or lives.</summary>
    public bool IsUnclean => _heard.ContainsValue(true);

    /// <summary>A visit begins.</summary>
    /// <returns>What it is to read of any device, and of those that are configured in either form.</returns>
    public IEnumerable<string> Begin()
    {
        _heard.Clear();
        var configured = context.Devices.Prepend(null).Select(context.Composer.ObjectId);
        return IsSought ? [context.Topics.AnyAvailability, .. configured.SelectMany(Filters)] : [];
    }

    /// <summary>Takes a message; false for one that is no availability.</summary>
    public bool Hear(MqttMessage message)
    {
        if (context.Topics.ParseAvailability(message.Topic) is not { } device)
        {
            return false;
        }

        if (_heard.Count < MostStrangers + context.Devices.Length && !message.Payload.IsEmpty)
        {
            _heard[device] = message.Payload.Span.SequenceEqual("online"u8);
        }

        return true;
    }

    /// <summary>What there may be of devices that are not configured.</summary>
    public string[] StrangerFilters() => [.. Strangers().Select(ObjectId).SelectMany(Filters)];

    /// <summary>Enters into the ledger what it does not have, to be told apart from what is wanted later.</summary>
    /// <param name="kept">The configurations of ours that the broker keeps.</param>
    public void Enter(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> kept)
    {
        var known = context.Store.Ledger.Select(static entry => entry.Topic).ToHashSet(StringComparer.Ordinal);
        var ours = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (topic, payload) in kept)
        {
            if (context.Topics.ParseConfiguration(topic) is { } address)
            {
                ours.Add(address.ObjectId);
                if (!known.Contains(topic))
                {
                    context.Store.Enter(new(topic, Device(address.ObjectId), LedgerKind.Unsettled)
                    {
                        Announces = Announces(address, payload),
                    });
                }
            }
        }

        foreach (var device in Strangers().Where(device => ours.Contains(ObjectId(device))))
        {
            context.Store.Enter(new(context.Topics.Availability(device), device, LedgerKind.Availability));
            context.Store.Enter(new(context.Topics.State(device), device, LedgerKind.State));
            context.Store.Enter(new(context.Topics.Diagnostics(device), device, LedgerKind.Diagnostics));
        }
    }

    /// <summary>Everything is cleared.</summary>
    public void End() => IsSought = false;

    private IEnumerable<string> Strangers() =>
        _heard.Keys.Where(id => id != Topics.Bridge && context.Devices.All(device => device.Id != id));

    private string ObjectId(string identity) => $"{context.Facts.Instance}_{identity}";

    private string Device(string objectId) =>
        context.Devices.FirstOrDefault(device => context.Composer.ObjectId(device) == objectId)?.Id
        ?? objectId[(context.Facts.Instance.Length + 1)..];

    private string[] Filters(string objectId) =>
        [context.Topics.Configuration(objectId), context.Topics.AnyComponent(objectId)];

    /// <summary>As much as has to be known of what stays in Home Assistant though nothing tells of it any more.</summary>
    private static string? Announces(ConfigurationAddress address, ReadOnlyMemory<byte> payload)
    {
        var components = ToldDocuments.In(address, payload);
        var entities = components.Select(static each => new AnnouncedEntity(each.Key, each.Value));
        return components.IsEmpty ? null : new AnnouncedDevice(address.ObjectId, address.ObjectId, [.. entities]).ToText();
    }
}
