using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Discovery.Contract;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Holds entities that the user makes up against what Home Assistant takes.</summary>
internal static class Announcing
{
    /// <summary>What Home Assistant would refuse of it.</summary>
    public static IEnumerable<string> Faults(Entity entity) => Findings(entity, Severity.Error);

    /// <summary>Tells what Home Assistant would only complain of, where a key was written.</summary>
    public static void Warn(Scope scope, string key, Entity entity)
    {
        if (scope.Find(key) is { } given)
        {
            foreach (var trouble in Findings(entity, Severity.Warning))
            {
                scope.Warn(key, given, trouble);
            }
        }
    }

    private static IEnumerable<string> Findings(Entity entity, Severity severity)
    {
        var document = DeviceDocument.Write(new("00000000", "0", "status"), new DiscoveredDevice
        {
            IdentityId = "device",
            Name = "Device",
            Info = new DeviceInfo(),
            Entities = [entity],
            Topics = new("state", "availability", "diagnostics", static key => key, static key => key, static key => key),
        });
        return document.Findings
            .Where(finding => finding.Severity == severity)
            .Select(static finding => finding.Text);
    }
}
