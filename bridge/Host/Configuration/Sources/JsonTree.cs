using System.Text;
using System.Text.Json;

namespace Bridge.Host.Configuration.Sources;

/// <summary>Reads JSON text into a <see cref="SourceNode"/>.</summary>
/// <param name="origin">Names the place of a line.</param>
/// <param name="fault">Told what is wrong: origin, path, message.</param>
internal sealed class JsonTree(Func<int, string> origin, Action<string, string, string> fault)
{
    private byte[] _utf8 = [];

    /// <summary>Reads a text.</summary>
    /// <param name="text">One JSON value.</param>
    /// <param name="path">The path of that value, for messages; empty for the root.</param>
    /// <returns>The value; null when the text is not JSON, which has been told.</returns>
    public SourceNode? Read(string text, string path = "")
    {
        _utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(_utf8);
        try
        {
            reader.Read();
            var node = Node(ref reader, Place(ref reader), path);
            reader.Read();
            return node;
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            // The parser's own words would quote the text, which may hold a secret.
            var line = (int)((trouble as JsonException)?.LineNumber ?? 0) + 1;
            var column = ((trouble as JsonException)?.BytePositionInLine ?? 0) + 1;
            fault(origin(line), path, $"not valid JSON (line {line}, column {column})");
            return null;
        }
    }

    // Leaves the reader on the last token of the value.
    private SourceNode Node(ref Utf8JsonReader reader, string place, string path) => reader.TokenType switch
    {
        JsonTokenType.StartObject => SourceNode.Map(place, Entries(ref reader, path)),
        JsonTokenType.StartArray => SourceNode.List(place, Items(ref reader, path)),
        JsonTokenType.String => SourceNode.Scalar(place, reader.GetString()),
        JsonTokenType.Null => SourceNode.Scalar(place, null),
        _ => SourceNode.Scalar(place, Encoding.UTF8.GetString(reader.ValueSpan)),
    };

    private List<(string Key, SourceNode Node)> Entries(ref Utf8JsonReader reader, string path)
    {
        var entries = new List<(string Key, SourceNode Node)>();
        for (reader.Read(); reader.TokenType != JsonTokenType.EndObject; reader.Read())
        {
            var place = Place(ref reader);
            var key = reader.GetString()!;
            var below = path.Length == 0 ? key : $"{path}.{key}";
            reader.Read();
            var node = Node(ref reader, place, below);
            if (entries.Exists(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)))
            {
                fault(place, below, "the key is given twice");
            }
            else
            {
                entries.Add((key, node));
            }
        }

        return entries;
    }

    private List<SourceNode> Items(ref Utf8JsonReader reader, string path)
    {
        var items = new List<SourceNode>();
        for (reader.Read(); reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            items.Add(Node(ref reader, Place(ref reader), path));
        }

        return items;
    }

    private string Place(ref Utf8JsonReader reader) =>
        origin(_utf8.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1);
}
