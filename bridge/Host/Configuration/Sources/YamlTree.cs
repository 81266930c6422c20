using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Bridge.Host.Configuration.Sources;

/// <summary>Reads YAML text into a <see cref="SourceNode"/>, each key with its line.</summary>
/// <param name="origin">Names the place of a line.</param>
/// <param name="fault">Told what is wrong: origin, path, message.</param>
/// <param name="content">What the root maps, for messages.</param>
internal sealed class YamlTree(
    Func<long, string> origin,
    Action<string, string, string> fault,
    string content = "sections, such as mqtt: and devices:")
{
    private const int DeepestLevel = 32;

    /// <summary>Reads a text whose root is a mapping, or that is empty.</summary>
    /// <returns>The mapping; null when the text cannot be used, which has been told.</returns>
    public SourceNode? Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.MoveNext();
            parser.MoveNext();
            if (parser.Current is StreamEnd)
            {
                return SourceNode.Map(origin(1));
            }

            parser.MoveNext();
            var root = Node(parser, origin(1), string.Empty, 0);
            parser.MoveNext();
            parser.MoveNext();
            return OnlyMap(root, parser.Current);
        }
        catch (YamlException trouble)
        {
            TellSyntax(trouble, text);
            return null;
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this, without a place, for some tabs in plain text.
            fault(origin(parser.Current?.End.Line ?? 1), string.Empty, "not valid YAML near here (is there a tab?)");
            return null;
        }
    }

    private SourceNode? OnlyMap(SourceNode root, ParsingEvent? next)
    {
        if (next is DocumentStart second)
        {
            fault(origin(second.Start.Line), string.Empty, "a second document begins; one file holds one (remove ---)");
            return null;
        }

        if (root.Kind != NodeKind.Map && !root.IsUnset)
        {
            fault(root.Origin, string.Empty, $"expected a mapping of {content}");
            return null;
        }

        return root.Kind == NodeKind.Map ? root : SourceNode.Map(root.Origin);
    }

    // Leaves the parser on the last event of the node.
    private SourceNode Node(Parser parser, string place, string path, int level)
    {
        var current = parser.Current!;
        if (level > DeepestLevel)
        {
            throw new YamlException(current.Start, current.End, $"more than {DeepestLevel} levels");
        }

        RefuseReferences(current);
        switch (current)
        {
            case Scalar scalar:
                return SourceNode.Scalar(place, IsNull(scalar) ? null : scalar.Value);
            case MappingStart:
                return SourceNode.Map(place, Entries(parser, path, level));
            default:
                return SourceNode.List(place, Items(parser, path, level));
        }
    }

    private List<(string Key, SourceNode Node)> Entries(Parser parser, string path, int level)
    {
        var entries = new List<(string Key, SourceNode Node)>();
        for (parser.MoveNext(); parser.Current is not MappingEnd; parser.MoveNext())
        {
            RefuseReferences(parser.Current!);
            if (parser.Current is not Scalar { Value: var key, Start: var start })
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, "a key is a single word");
            }

            parser.MoveNext();
            var below = path.Length == 0 ? key : $"{path}.{key}";
            var node = Node(parser, origin(start.Line), below, level + 1);
            if (entries.Find(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Node is { } first)
            {
                fault(node.Origin, below, $"the key is given twice; it stands at {first.Origin} already");
            }
            else
            {
                entries.Add((key, node));
            }
        }

        return entries;
    }

    private List<SourceNode> Items(Parser parser, string path, int level)
    {
        var items = new List<SourceNode>();
        for (parser.MoveNext(); parser.Current is not SequenceEnd; parser.MoveNext())
        {
            items.Add(Node(parser, origin(parser.Current!.Start.Line), path, level + 1));
        }

        return items;
    }

    // References would let a small file grow without bound, and tags such as !secret belong to other programs.
    private static void RefuseReferences(ParsingEvent current)
    {
        if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw new YamlException(
                current.Start,
                current.End,
                "anchors and aliases (& and *) are not supported; write the value out, "
                    + "and quote a text that begins with one of them");
        }

        if (current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag }
            && !tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
        {
            throw new YamlException(
                current.Start, current.End, "tags such as !secret are not supported; for a secret use password_file");
        }
    }

    private static bool IsNull(Scalar scalar) =>
        scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    // The parser places a tab at the mapping that it breaks; the line itself helps more.
    private void TellSyntax(YamlException trouble, string text)
    {
        var tab = text.Split('\n').Index()
            .Where(line => line.Index + 1 >= trouble.Start.Line && line.Index <= trouble.End.Line)
            .FirstOrDefault(static line => line.Item.TakeWhile(char.IsWhiteSpace).Contains('\t'));
        if (tab.Item is null)
        {
            fault(origin(trouble.Start.Line), string.Empty, $"not valid YAML: {trouble.Message.TrimEnd('.')}");
        }
        else
        {
            fault(origin(tab.Index + 1), string.Empty, "the line is indented with a tab; YAML wants spaces");
        }
    }
}
