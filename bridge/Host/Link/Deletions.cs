using Bridge.Host.Runtime;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// Sees to it that what the user deleted in Home Assistant stays away. Home Assistant clears the configuration topics of
/// what is deleted.
/// </summary>
internal sealed class Deletions(LinkContext context)
{
    /// <summary>A configuration topic is empty.</summary>
    public void Take(string topic)
    {
        // What we clear ourselves is unsettled before; with MQTT 3.1.1 we hear it too.
        if (context.Store.Ledger.FirstOrDefault(entry => entry.Topic == topic) is not { Kind: LedgerKind.Configuration } entry)
        {
            return;
        }

        context.Store.Strike(topic);
        context.Told.Forget(topic);
        if (context.Topics.ParseConfiguration(topic) is not { } address || !TryFind(address.ObjectId, out var device))
        {
            Log.DeletedByUser(context.Logger, entry.Device);
        }
        else if (address.Key is { } key && HasMore(address.ObjectId))
        {
            context.Dismissals.Add(device, key);
            Log.EntityDeletedByUser(context.Logger, entry.Device, key);
        }
        else
        {
            context.Dismissals.Add(device);
            Log.DeletedByUser(context.Logger, entry.Device);
        }
    }

    /// <summary>The device with that identity: none of ours is false, the bridge itself null.</summary>
    private bool TryFind(string objectId, out Device? device)
    {
        device = context.Devices.FirstOrDefault(each => context.Composer.ObjectId(each) == objectId);
        return device is not null || objectId == context.Composer.ObjectId(null);
    }

    // Home Assistant deletes a device that was told in single messages by clearing each of them.
    private bool HasMore(string objectId) => context.Store.Ledger.Any(entry =>
        entry.Kind == LedgerKind.Configuration && context.Topics.ParseConfiguration(entry.Topic)?.ObjectId == objectId);
}
