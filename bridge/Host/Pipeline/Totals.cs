using System.Collections.Immutable;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>The totals of one device, and what is kept of them.</summary>
internal sealed class Totals(ImmutableArray<TotalOptions> options)
{
    private readonly ImmutableArray<Total> _configured = [.. options.Select(static each => new Total(each))];

    /// <summary>Those that the device has.</summary>
    public ImmutableArray<Total> All { get; private set; } = [];

    /// <summary>True when there is more than is kept.</summary>
    public bool AreUnsaved => All.Any(static total => total.IsUnsaved);

    /// <summary>True when the user has set one since it was kept.</summary>
    public bool WereSet => All.Any(static total => total.WasSet);

    /// <summary>Goes on from what was kept.</summary>
    public void Recall(IReadOnlyDictionary<string, string> kept, DateTimeOffset wall, TimeSpan now)
    {
        foreach (var total in _configured)
        {
            if (kept.TryGetValue(NameOf(total), out var text) && TotalMemory.Read(text) is { } memory)
            {
                total.Recall(memory, now - (wall - memory.At));
            }
        }
    }

    /// <summary>Leaves those away whose key the device has for something of its own.</summary>
    public void Yield(Func<string, bool> isTaken) =>
        All = [.. _configured.Where(total => !isTaken(total.Entity.Key))];

    /// <summary>The total of that key; null for none.</summary>
    public Total? Find(string key) => All.FirstOrDefault(total => total.Entity.Key == key);

    /// <summary>Those that add up what an entity tells.</summary>
    public IEnumerable<Total> Of(string key) => All.IsEmpty ? [] : All.Where(total => total.Options.From == key);

    /// <summary>What is to be kept now, by name.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Hand(DateTimeOffset wall, TimeSpan now) =>
    [
        .. All.Where(static total => total.IsUnsaved)
            .Select(total => KeyValuePair.Create(NameOf(total), total.Hand(wall, now).Write())),
    ];

    private static string NameOf(Total total) => $"total {total.Entity.Key}";
}
