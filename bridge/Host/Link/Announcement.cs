using System.Collections.Immutable;
using Bridge.Discovery;
using Bridge.Discovery.Contract;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Link;

/// <summary>Everything the bridge has to say, in the contract's order: what is published on each connect and birth.</summary>
internal sealed class Announcement(
    HomeAssistantOptions options,
    MessageComposer composer,
    Dismissals dismissals,
    Spared spared,
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
    /// <param name="device">Its id, or the bridge's.</param>
    /// <param name="removed">The components.</param>
    /// <param name="isAlone">Whether it says nothing of all others.</param>
    public Outgoing? Removal(string device, ImmutableSortedDictionary<string, string> removed, bool isAlone = false)
    {
        var (of, form) = (Find(device), Form(Find(device)));
        if (isAlone && composer.Document(of, form, out var message) is not null)
        {
            form = form with
            {
                Without = [.. form.Without, .. message.Announces!.Entities.Select(static entity => entity.Key), .. message.Withheld.Keys],
            };
        }

        return composer.Document(of, form with { Removed = removed }, out var removal) is { } document
            ? spared.In(document, removal.ObjectId)
            : null;
    }

    /// <summary>Rows of the ledger of what no message tells, and Home Assistant keeps, where they are not those of documents.</summary>
    public ImmutableArray<LedgerEntry> SparedEntries() => options.DiscoveryMode == DiscoveryMode.Device
        ? []
        : [.. devices.Prepend(null).SelectMany(device => spared.Entries(composer.ObjectId(device), device?.Id ?? Topics.Bridge))];

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
            spared.Forget(composer.ObjectId(device));
            return [];
        }

        var isUntold = device is { IsUntold: true };
        if (options.DiscoveryMode == DiscoveryMode.Component)
        {
            var all = composer.Components(device, Form(device), out var messages);
            spared.Note(messages.ObjectId, messages.Withheld, isUntold);
            Tell(device, messages.Findings);
            return all;
        }

        var document = composer.Document(device, Form(device), out var message);
        spared.Note(message.ObjectId, message.Withheld, isUntold);
        Tell(device, message.Findings);
        return document is { } told ? [spared.In(told, message.ObjectId)] : [];
    }

    private void Tell(Device? device, ImmutableArray<Finding> findings)
    {
        foreach (var each in findings.GroupBy(static finding => (finding.Severity, finding.Component)))
        {
            var rules = string.Join("; ", each.Select(static finding => finding.Text));
            Tell(device, each.Key.Component, each.Key.Severity, rules);
        }
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
