using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Bridge.Host.Runtime;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// Devices and entities that the user deleted in Home Assistant. They stay away until the device's configuration changes or
/// everything is rediscovered; it is told apart by a fingerprint of what the user configured. The store has the
/// fingerprint alone for a whole device, with the keys of entities behind it for those.
/// </summary>
internal sealed class Dismissals(IStateStore store)
{
    /// <summary>Stands for the bridge's own configuration, of which its device shows nothing.</summary>
    private const string BridgeFingerprint = "bridge";

    /// <summary>True when a device was deleted as it is configured now.</summary>
    /// <param name="device">The device; null for the bridge's own.</param>
    public bool Holds(Device? device) => Deleted(device) is [];

    /// <summary>The entities that were deleted of a device as it is configured now.</summary>
    public ImmutableHashSet<string> Entities(Device? device) => Deleted(device)?.ToImmutableHashSet(StringComparer.Ordinal)
        ?? ImmutableHashSet<string>.Empty;

    /// <summary>The user deleted a device.</summary>
    public void Add(Device? device) => store.SetDismissed(Id(device), Fingerprint(device));

    /// <summary>The user deleted an entity.</summary>
    public void Add(Device? device, string entity)
    {
        if (!Holds(device))
        {
            var all = Entities(device).Add(entity).Order(StringComparer.Ordinal);
            store.SetDismissed(Id(device), string.Join(' ', all.Prepend(Fingerprint(device))));
        }
    }

    /// <summary>Everything comes back.</summary>
    public void Clear(IEnumerable<Device> devices)
    {
        foreach (var device in devices.Prepend(null))
        {
            store.SetDismissed(Id(device), null);
        }
    }

    // Null for a device that was not deleted, or was configured otherwise then.
    private string[]? Deleted(Device? device) => store.FindDismissed(Id(device))?.Split(' ') is [var fingerprint, .. var entities]
        && fingerprint == Fingerprint(device) ? entities : null;

    private static string Id(Device? device) => device?.Id ?? Topics.Bridge;

    private static string Fingerprint(Device? device) => device is null
        ? BridgeFingerprint
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(device.Options.Written)));
}
