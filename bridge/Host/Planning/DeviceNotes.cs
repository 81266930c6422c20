using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Host.Planning;

/// <summary>What is to be known of single devices.</summary>
internal static class DeviceNotes
{
    /// <summary>What follows from the comparison.</summary>
    public static IEnumerable<PlanNote> Of(ImmutableArray<DevicePlan> devices)
    {
        var lost = devices.Where(static device => device.Fate == Fate.Lost).ToArray();
        foreach (var device in devices)
        {
            if (device.Fate == Fate.Gained && lost.Where(each => IsAlike(each, device)).ToArray() is [var twin])
            {
                yield return new($"devices.{device.Id}", $"looks like {twin.Id} under another id; with 'previous_id: "
                    + $"{IdOf(twin)}' it keeps the entities and the history of that");
            }
            else if (device.Fate == Fate.Unknown)
            {
                yield return new($"devices.{device.Id}", "was announced by an earlier version, which did not note its "
                    + "entities; after the next start they are known");
            }
        }
    }

    /// <summary>A device that the user deleted in Home Assistant.</summary>
    public static PlanNote Dismissed(string device) => new($"devices.{device}", "was deleted in Home Assistant and stays "
        + "away until its configuration changes or somebody presses Rediscover");

    /// <summary>A device of which no entity is known.</summary>
    public static PlanNote Untold(string device) =>
        new($"devices.{device}", "tells its entities itself, and has not yet");

    // Entities may have come and gone at the same time.
    private static bool IsAlike(DevicePlan lost, DevicePlan gained)
    {
        var (before, after) = (Identities(lost), Identities(gained));
        return before.Count > 0 && after.Count > 0 && (before.IsSubsetOf(after) || after.IsSubsetOf(before));
    }

    // Without those that every device has.
    private static HashSet<(string, string)> Identities(DevicePlan device) =>
    [
        .. device.Entities.Where(static entity => !Entity.ReservedKeys.Contains(entity.Key, StringComparer.Ordinal))
            .Select(static entity => (entity.Key, entity.Platform)),
    ];

    // Behind the instance: a device that had a former id already keeps that.
    private static string IdOf(DevicePlan device) =>
        device.Identifier[(device.Identifier.IndexOf('_', StringComparison.Ordinal) + 1)..];
}
