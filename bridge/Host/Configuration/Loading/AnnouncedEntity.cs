using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Discovery.Contract;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Holds entities that users describe against Home Assistant's rules before anything is published.</summary>
internal static class AnnouncedEntity
{
    /// <summary>What Home Assistant would not take of it, in words.</summary>
    public static IEnumerable<string> Problems(Entity entity)
    {
        var document = DeviceDocument.Write(new("00000000", "0", "status"), new DiscoveredDevice
        {
            IdentityId = "device",
            Name = "Device",
            Info = new DeviceInfo(),
            Entities = [entity],
            Topics = new("state", "availability", "diagnostics", static key => key),
        });
        return document.Findings
            .Where(static finding => finding.Severity == Severity.Error)
            .Select(static finding => finding.Text);
    }
}
