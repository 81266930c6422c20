using System.Collections.Immutable;
using Bridge.Store;

namespace Bridge.Host.Planning;

/// <summary>What is to be known of changes that concern all devices: identity, prefixes, the form of discovery.</summary>
internal static class BridgeNotes
{
    /// <summary>What follows from the comparison.</summary>
    /// <param name="instance">The remembered identity; null for none.</param>
    /// <param name="before">The ledger.</param>
    /// <param name="after">The rows that the next announcement would make.</param>
    public static IEnumerable<PlanNote> Of(
        string? instance, ImmutableArray<LedgerEntry> before, ImmutableArray<LedgerEntry> after)
    {
        var (was, willBe) = (Configurations(before), Configurations(after));
        if (OfIdentity(instance, was) is { } identity)
        {
            yield return identity;
        }

        foreach (var (from, to) in Replaced(was, willBe, static each => each.Prefix))
        {
            yield return new(
                "home_assistant.discovery_prefix",
                $"{from} becomes {to}. A Home Assistant that still listens to {from}/ loses every entity with its "
                    + $"history: let it listen to {to}/ first, then start the bridge",
                Loses: true);
        }

        foreach (var (from, to) in Replaced(was, willBe, static each => each.IsDocument ? "device" : "component"))
        {
            yield return new("home_assistant.discovery_mode", $"{from} becomes {to}: entities move with their history");
        }

        foreach (var (from, to) in Replaced(Prefixes(before), Prefixes(after), static prefix => prefix))
        {
            yield return new("mqtt.topic_prefix", $"{from} becomes {to}: entities keep their history; "
                + $"what else reads {from}/# must be told");
        }
    }

    private static PlanNote? OfIdentity(string? instance, ImmutableArray<DiscoveryTopic> was)
    {
        if (instance is null)
        {
            return new("state", "no identity is remembered. While the broker still holds {prefix}/bridge/state, the first "
                + "start takes the identity back from there, and with it all entities and their history; else all is new");
        }

        return was.Any(each => !each.Identifier.StartsWith($"{instance}_", StringComparison.Ordinal))
            ? new("state", $"the identity is {instance} now; what Home Assistant has was announced under another")
            : null;
    }

    // A discovery that is switched off has neither prefix nor form.
    private static IEnumerable<(string From, string To)> Replaced<T>(
        ImmutableArray<T> before, ImmutableArray<T> after, Func<T, string> property) => after.IsEmpty
            ? []
            : before.Select(property).Except(after.Select(property), StringComparer.Ordinal)
                .Select(from => (from, property(after[0])));

    private static ImmutableArray<DiscoveryTopic> Configurations(IEnumerable<LedgerEntry> ledger) =>
    [
        .. ledger.Where(static entry => entry.Kind <= LedgerKind.Configuration)
            .Select(static entry => DiscoveryTopic.Parse(entry.Topic)).OfType<DiscoveryTopic>(),
    ];

    private static ImmutableArray<string> Prefixes(IEnumerable<LedgerEntry> ledger) =>
    [
        .. ledger.Where(static entry => entry.Kind == LedgerKind.Status)
            .Select(static entry => entry.Topic[..entry.Topic.LastIndexOf('/')]),
    ];
}
