using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Discovery.Contract;

namespace Bridge.Host.Configuration.Loading;

/// <summary>What Home Assistant would say of one entity, before there is a device, an identity or a broker.</summary>
internal static class TrialDocument
{
    private static readonly DeviceTopics Topics =
        new("state", "availability", "diagnostics", static key => key, static key => key, static key => key);

    /// <summary>The findings of a document with this entity alone.</summary>
    /// <param name="entity">The entity, as its driver or the user declares it.</param>
    /// <param name="shown">How the user wants it shown; null for as it is.</param>
    public static ImmutableArray<Finding> Findings(Entity entity, EntityOverride? shown = null) =>
        DeviceDocument.Write(new("00000000", "0", "status"), new DiscoveredDevice
        {
            IdentityId = "device",
            Name = "\u2026", // begins no name
            Entities = [entity],
            Overrides = shown is null
                ? ImmutableDictionary<string, EntityOverride>.Empty
                : ImmutableDictionary<string, EntityOverride>.Empty.Add(entity.Key, shown),
            Topics = Topics,
        }).Findings;
}
