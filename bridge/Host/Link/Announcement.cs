using System.Collections.Immutable;
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
    private readonly HashSet<string> _withheld = new(StringComparer.Ordinal);

    /// <summary>
    /// Messages in groups: discovery, availability, states, diagnostics, heartbeat. Each group is to be acknowledged
    /// before the next; each message but the documents is made when it is asked for, so that it tells what is true then.
    /// </summary>
    /// <param name="documents">The discovery documents, made before.</param>
    public IEnumerable<IEnumerable<Outgoing>> Groups(ImmutableArray<Outgoing> documents)
    {
        yield return documents;
        yield return devices.Select(composer.Availability);
        yield return devices.SelectMany(device => composer.States(device, all: true)).Append(composer.BridgeState());
        yield return devices.Select(composer.Diagnostics);
        yield return [composer.HeartbeatNow()];
    }

    /// <summary>All discovery documents but those of devices that the user deleted; none when discovery is off.</summary>
    public ImmutableArray<Outgoing> Documents() => options.Discovery
        ? [.. devices.Select(Document).Prepend(BridgeDocument()).OfType<Outgoing>()]
        : [];

    /// <summary>What changed of one device: document, then state, then whether to trust it, then why.</summary>
    public IEnumerable<Outgoing> Of(Device device, Changes changes)
    {
        if (changes.HasFlag(Changes.Document) && options.Discovery && Document(device) is { } document)
        {
            yield return document;
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

    private Outgoing? BridgeDocument() => dismissals.HoldsBridge ? null : composer.BridgeDocument();

    private Outgoing? Document(Device device)
    {
        if (dismissals.Holds(device))
        {
            return null;
        }

        var document = composer.Document(device, out var findings);
        foreach (var finding in findings)
        {
            if (_withheld.Add($"{device.Id} {finding.Component} {finding.Text}"))
            {
                Log.Withheld(logger, device.Id, finding.Component ?? "the whole document", finding.Text);
            }
        }

        return document;
    }
}
