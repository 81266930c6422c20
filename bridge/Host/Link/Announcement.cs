using System.Collections.Immutable;
using Bridge.Discovery;
using Bridge.Discovery.Contract;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Link;

/// <summary>Everything the bridge has to say, in the contract's order: what is published on each connect and birth.</summary>
internal sealed class Announcement(
    HomeAssistantOptions options,
    MessageComposer composer,
    Dismissals dismissals,
    ImmutableArray<Device> devices,
    ILogger logger)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>
    /// Messages in groups: discovery, availability, states, diagnostics, heartbeat. Each group is to be acknowledged
    /// before the next; each message but the documents is made when it is asked for, so that it tells what is true then.
    /// </summary>
    /// <param name="documents">The discovery documents, made before.</param>
    public IEnumerable<IEnumerable<Outgoing>> Groups(IEnumerable<Outgoing> documents)
    {
        yield return documents;
        yield return devices.Select(composer.Availability);
        yield return devices.SelectMany(device => composer.States(device, all: true)).Append(composer.BridgeState());
        yield return devices.Select(composer.Diagnostics);
        yield return [composer.HeartbeatNow()];
    }

    /// <summary>All discovery messages but those of what the user deleted; none when discovery is off.</summary>
    public ImmutableArray<Outgoing> Documents() => [.. devices.Prepend(null).SelectMany(device => Documents(device).AsEnumerable())];

    /// <summary>Those of one device, given by its id, or of the bridge itself.</summary>
    public ImmutableArray<Outgoing> Documents(string device) => Documents(Find(device));

    /// <summary>The document of a device that removes some of its components, given with their platforms.</summary>
    public Outgoing? Removal(string device, ImmutableSortedDictionary<string, string> removed) =>
        composer.Document(Find(device), Form(Find(device)) with { Removed = removed }, out _);

    /// <summary>What changed of one device: document, then state, then whether to trust it, then why.</summary>
    public IEnumerable<Outgoing> Of(Device device, Changes changes)
    {
        if (changes.HasFlag(Changes.Document))
        {
            foreach (var document in Documents(device))
            {
                yield return document;
            }
        }

        if (changes.HasFlag(Changes.State))
        {
            foreach (var state in composer.States(device, all: false))
            {
                yield return state;
            }
        }

        if (changes.HasFlag(Changes.Availability))
        {
            yield return composer.Availability(device);
        }

        if (changes.HasFlag(Changes.Diagnostics))
        {
            yield return composer.Diagnostics(device);
        }
    }

    private ImmutableArray<Outgoing> Documents(Device? device)
    {
        if (!options.Discovery || dismissals.Holds(device))
        {
            return [];
        }

        var form = Form(device);
        ImmutableArray<Finding> findings;
        var messages = options.DiscoveryMode == DiscoveryMode.Component
            ? composer.Components(device, form, out findings)
            : [.. composer.Document(device, form, out findings) is { } document ? [document] : Array.Empty<Outgoing>()];
        foreach (var each in findings.GroupBy(static finding => (finding.Severity, finding.Component)))
        {
            var rules = string.Join("; ", each.Select(static finding => finding.Text));
            Tell(device, each.Key.Component, each.Key.Severity, rules);
        }

        return messages;
    }

    private void Tell(Device? device, string? component, Severity severity, string rules)
    {
        var (id, isError) = (device?.Id ?? Topics.Bridge, severity == Severity.Error);
        if (!_told.Add($"{id} {component} {(isError ? rules : "warning")}"))
        {
            return;
        }

        if (isError)
        {
            Log.Withheld(logger, id, device?.Options.Driver.Name ?? "itself", component ?? "the whole document", rules);
        }
        else
        {
            Log.DiscoveryDoubtful(logger, id, component ?? "the document", rules);
        }
    }

    private DiscoveryForm Form(Device? device) => new()
    {
        IsShort = options.Abbreviations,
        Without = dismissals.Entities(device),
    };

    private Device? Find(string device) => devices.FirstOrDefault(each => each.Id == device);
}
