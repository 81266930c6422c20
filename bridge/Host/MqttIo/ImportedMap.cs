using System.Collections.Immutable;
using Bridge.Host.Configuration.Sources;

namespace Bridge.Host.MqttIo;

/// <summary>One mapping of mqtt-io, read key by key; what nobody asked for is told in the end.</summary>
/// <param name="node">The mapping.</param>
/// <param name="path">Its path; empty for the root.</param>
/// <param name="page">What is written.</param>
/// <param name="level">How deep what is written stands.</param>
internal sealed class ImportedMap(SourceNode node, string path, ImportPage page, int level)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Where it stands.</summary>
    public string Origin => node.Origin;

    /// <summary>Its path.</summary>
    public string Path => path;

    /// <summary>The value of a key without taking it; null for none.</summary>
    public SourceNode? Peek(string key) => node.Child(key);

    /// <summary>Takes a key: its text; null for none.</summary>
    public string? Take(string key)
    {
        _seen.Add(key);
        return node.Child(key)?.Text;
    }

    /// <summary>Takes a truth value as YAML 1.1 writes it; null for none.</summary>
    public bool? TakeTruth(string key) => Take(key)?.ToLowerInvariant() switch
    {
        null => null,
        "true" or "yes" or "on" or "y" => true,
        _ => false,
    };

    /// <summary>Writes a key of ours with the value of one of theirs.</summary>
    public void Copy(string from, string to, string unit = "")
    {
        if (Take(from) is { } text)
        {
            page.Line(level, to, ImportPage.Text(text + unit));
        }
    }

    /// <summary>Writes a key of ours with topic levels of theirs, which may end with a slash there.</summary>
    public void CopyTopic(string from, string to)
    {
        if (Take(from)?.TrimEnd('/') is { Length: > 0 } topic)
        {
            page.Line(level, to, ImportPage.Text(topic));
        }
    }

    /// <summary>Says of those of these keys that are there why they have no place.</summary>
    public void LeaveOut(string why, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (_seen.Add(key) && node.Child(key) is { IsUnset: false } child)
            {
                page.LeaveOut(level, child.Origin, Below(key), why);
            }
        }
    }

    /// <summary>Says of all keys that were not taken that nothing here is like them.</summary>
    public void Rest() => LeaveOut("nothing here is like it", [.. node.Children.Select(static child => child.Key)]);

    /// <summary>Leaves out all of it.</summary>
    public void LeaveOutAll(string why) => page.LeaveOut(level, Origin, path, why);

    /// <summary>Writes a mapping below a key of the same name; what is not taken from it is told.</summary>
    public void Section(string key, int below, Action<ImportedMap, ImportPage> write)
    {
        if (Map(key, below) is { } map)
        {
            page.Line(below - 1, key);
            write(map, page);
            map.Rest();
        }
    }

    /// <summary>Takes a mapping; null when there is none.</summary>
    public ImportedMap? Map(string key, int below)
    {
        if (node.Child(key) is not { Kind: NodeKind.Map } child)
        {
            return null;
        }

        _seen.Add(key);
        return new(child, Below(key), page, below);
    }

    /// <summary>Takes a list of mappings with names; an item that is none is left out.</summary>
    public ImmutableArray<ImportedMap> Modules(string key)
    {
        if (node.Child(key) is not { Kind: NodeKind.List } list)
        {
            return [];
        }

        _seen.Add(key);
        var items = list.Items.Select((item, index) => (Node: item, Path: item.Child("name")?.Text is { } name
            ? $"{key}.{name}" : $"{key}.{index + 1}")).ToArray();
        foreach (var item in items.Where(static item => item.Node.Child("name")?.Text is null))
        {
            page.LeaveOut(0, item.Node.Origin, item.Path, "it has no name");
        }

        return
        [
            .. items.Where(static item => item.Node.Child("name")?.Text is not null)
                .Select(item => new ImportedMap(item.Node, item.Path, page, DeviceDrafts.KeyLevel)),
        ];
    }

    private string Below(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
