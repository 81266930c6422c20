using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery.Contract;
using Bridge.Host.Configuration.Keys;
using Bridge.Store;

namespace Bridge.Host.Configuration.Loading;

/// <summary>
/// Holds what the user sets for entities that a device tells itself against what it has told so far. All of it is only
/// warned of: what a device tells may change, and must not keep the bridge from its next start.
/// </summary>
internal static class LearnedChecks
{
    /// <summary>Warns of what Home Assistant would refuse, and of keys that were never told.</summary>
    /// <param name="devices">The devices.</param>
    /// <param name="surroundings">Where warnings go.</param>
    /// <param name="store">What earlier runs remembered; only asked where there is something to check.</param>
    public static void Run(ImmutableArray<DeviceOptions> devices, Surroundings surroundings, Lazy<IStateStore?> store)
    {
        foreach (var device in devices)
        {
            var configured = Configured(device).ToHashSet(StringComparer.Ordinal);
            foreach (var (key, own) in device.Entities.Where(each => !configured.Contains(each.Key)))
            {
                if (store.Value?.FindLearned(device.Id) is { Entities: { IsEmpty: false } told } learned
                    && learned.Driver == device.Driver.Name
                    && Trouble(device, told, key, own) is { } trouble)
                {
                    Warn(surroundings, device.Id, key, trouble);
                }
            }
        }
    }

    /// <summary>What is there without the device telling it, the bridge's own numbers among it.</summary>
    private static IEnumerable<string> Configured(DeviceOptions device) =>
    [
        .. device.Driver.Entities(device.Settings).Select(static entity => entity.Key),
        .. device.Derived.Select(static derived => derived.Key),
        .. device.Totals.SelectMany(static total => (string[])[total.Key, $"{total.Key}_reading"]),
        .. device.Entities.SelectMany(static each => (string[])[$"{each.Key}_offset", $"{each.Key}_reading"]),
    ];

    private static string? Trouble(DeviceOptions device, ImmutableArray<Entity> told, string key, EntityOptions own)
    {
        if (told.FirstOrDefault(each => each.Key == key) is not { } entity)
        {
            var near = Nearest.To(key, told.Select(static each => each.Key));
            return $"{device.Id} has told no such entity so far{Nearest.Hint(near)}";
        }

        return TrialDocument.Findings(entity, own.Shown)
            .FirstOrDefault(static finding => finding.Severity == Severity.Error) is { } finding
            ? $"Home Assistant would not take it, so it is left out: {finding.Text}"
            : null;
    }

    private static void Warn(Surroundings surroundings, string device, string key, string message)
    {
        var entities = new Scope(surroundings, $"devices:{device}:{EntityKeys.Section.Name}", string.Empty);
        entities.Warn(key, new(string.Empty, entities.Place(key) ?? string.Empty), message);
    }
}
