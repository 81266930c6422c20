using System.Collections.Immutable;
using Bridge.Discovery;

namespace Bridge.Host.Link;

/// <summary>
/// What Home Assistant was told on our configuration topics, by this run and, as far as the broker kept it, by those
/// before; and when.
/// </summary>
internal sealed class ToldDocuments(TimeProvider time)
{
    /// <summary>
    /// While Home Assistant works on a document, it passes over parts of the next one: two versions of one are further
    /// apart than it takes.
    /// </summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    /// <summary>No components.</summary>
    public static readonly ImmutableSortedDictionary<string, string> None =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private readonly Dictionary<string, Told> _told = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    /// <summary>The platforms of the components that a message tells, by their keys.</summary>
    /// <param name="address">Its topic.</param>
    /// <param name="payload">A device document, or the message of one component.</param>
    public static ImmutableSortedDictionary<string, string> In(ConfigurationAddress address, ReadOnlyMemory<byte> payload) =>
        address is { Key: { } key, Platform: { } platform }
            ? None.Add(key, platform)
            : ToldComponents.Read(payload, withRemoved: false);

    /// <summary>The topics on which Home Assistant was told something.</summary>
    public ImmutableArray<string> Topics => [.. _told.Keys];

    /// <summary>The topics on which the broker keeps something.</summary>
    public IEnumerable<string> Kept => _kept;

    /// <summary>A connection begins; the broker keeps these messages and no others.</summary>
    public void Begin(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> kept)
    {
        _kept.Clear();
        foreach (var (topic, payload) in kept)
        {
            _kept.Add(topic);
            if (_told.GetValueOrDefault(topic)?.Version != Version(payload))
            {
                // Whether Home Assistant has seen what it was to remove is not known: it is removed once more.
                _told[topic] = new(Version(payload), ToldComponents.Read(payload, withRemoved: true), null);
            }
        }
    }

    /// <summary>A message was handed to the broker.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="payload">The message.</param>
    /// <param name="isSpared">Whether a component, given with its platform, stays though the message does not tell it.</param>
    public void Sent(string topic, ReadOnlyMemory<byte> payload, Func<string, string, bool> isSpared)
    {
        var told = ToldComponents.Read(payload, withRemoved: false);
        if (!payload.Span.SequenceEqual(Migration.Payload.Span))
        {
            told = told.AddRange(Components(topic).Where(each => !told.ContainsKey(each.Key) && isSpared(each.Key, each.Value)));
        }

        _told[topic] = new(Version(payload), told, time.GetTimestamp());
    }

    /// <summary>The broker has taken a message.</summary>
    public void Keeps(string topic) => _kept.Add(topic);

    /// <summary>A topic was cleared, by us or by the user.</summary>
    public void Forget(string topic)
    {
        _told.Remove(topic);
        _kept.Remove(topic);
    }

    /// <summary>Whether the broker keeps a message on the topic.</summary>
    public bool IsKept(string topic) => _kept.Contains(topic);

    /// <summary>Whether the broker keeps exactly this message.</summary>
    public bool IsKept(string topic, ReadOnlyMemory<byte> payload) =>
        IsKept(topic) && _told.GetValueOrDefault(topic)?.Version == Version(payload);

    /// <summary>The platforms of all components that Home Assistant knows from a document, by their keys.</summary>
    public ImmutableSortedDictionary<string, string> Components(string topic) =>
        _told.GetValueOrDefault(topic)?.Components ?? None;

    /// <summary>Those components that Home Assistant knows from a topic and a newer document there does not tell.</summary>
    public ImmutableSortedDictionary<string, string> Gone(string topic, ReadOnlyMemory<byte> document) =>
        Components(topic) is { IsEmpty: false } before ? Without(before, ToldComponents.Read(document, withRemoved: false)) : None;

    /// <summary>Components that do not come back; one that changes its platform is another one.</summary>
    private static ImmutableSortedDictionary<string, string> Without(
        ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> after) =>
        before.RemoveRange(before.Keys.Where(key => after.GetValueOrDefault(key) == before[key]));

    /// <summary>How long a version of a message has to wait for the one before.</summary>
    public TimeSpan Wait(string topic, ReadOnlyMemory<byte> payload)
    {
        if (_told.GetValueOrDefault(topic) is not { At: { } sent } told || told.Version == Version(payload))
        {
            return TimeSpan.Zero;
        }

        var left = Pace - time.GetElapsedTime(sent);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static int Version(ReadOnlyMemory<byte> payload)
    {
        var version = default(HashCode);
        version.AddBytes(payload.Span);
        return version.ToHashCode();
    }

    private sealed record Told(int Version, ImmutableSortedDictionary<string, string> Components, long? At);
}
