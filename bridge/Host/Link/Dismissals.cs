using System.Security.Cryptography;
using System.Text;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// Devices that the user deleted in Home Assistant. They stay away until their configuration changes or everything is
/// rediscovered; it is told apart by a fingerprint of what the user configured.
/// </summary>
internal sealed class Dismissals(IStateStore store)
{
    /// <summary>Stands for the bridge's own configuration, of which its device shows nothing.</summary>
    private const string BridgeFingerprint = "bridge";

    /// <summary>True when the device was deleted as it is configured now.</summary>
    public bool Holds(Device device) =>
        store.FindDismissed(device.Id) is { } deleted && deleted == Fingerprint(device.Options);

    /// <summary>True when the bridge's own device was deleted.</summary>
    public bool HoldsBridge => store.FindDismissed(Topics.Bridge) == BridgeFingerprint;

    /// <summary>The user deleted a device.</summary>
    public void Add(Device device) => store.SetDismissed(device.Id, Fingerprint(device.Options));

    /// <summary>The user deleted the bridge's own device.</summary>
    public void AddBridge() => store.SetDismissed(Topics.Bridge, BridgeFingerprint);

    /// <summary>Everything comes back.</summary>
    public void Clear(IEnumerable<Device> devices)
    {
        store.SetDismissed(Topics.Bridge, null);
        foreach (var device in devices)
        {
            store.SetDismissed(device.Id, null);
        }
    }

    private static string Fingerprint(DeviceOptions device) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(device.Written)));
}
