using System.Text.Json;

namespace Bridge.Host.Releases;

/// <summary>A version of the program that could be installed, as a release file tells of it.</summary>
/// <param name="Version">Its version, 1 to 64 characters.</param>
internal sealed record Release(string Version)
{
    private const int LongestVersion = 64;

    /// <summary>The longest that Home Assistant takes for a state.</summary>
    private const int LongestText = 255;

    /// <summary>What it is called; null for nothing.</summary>
    public string? Title { get; init; }

    /// <summary>Where more is to be read, <c>http</c> or <c>https</c>; null for nowhere.</summary>
    public string? Url { get; init; }

    /// <summary>What is new; null for nothing.</summary>
    public string? Notes { get; init; }

    /// <summary>Reads <c>{"version":…,"title":…,"url":…,"notes":…}</c>.</summary>
    /// <exception cref="FormatException">It is something else; the message says what.</exception>
    public static Release Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("it is no JSON object");
            }

            return new(Text(root, "version", LongestVersion) ?? throw new FormatException("it has no version"))
            {
                Title = Text(root, "title", LongestText),
                Url = Text(root, "url", LongestText) is { } url ? Checked(url) : null,
                Notes = Text(root, "notes", int.MaxValue) is { } notes ? notes[..Math.Min(notes.Length, LongestText)] : null,
            };
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new FormatException($"it is no JSON: {wrong.Message}", wrong);
        }
    }

    /// <summary>The state of an update as Home Assistant reads it: keys that have no value are left out.</summary>
    /// <param name="json">Gets the object.</param>
    /// <param name="installed">The version that runs.</param>
    /// <param name="newest">What could be installed; null when that is not known.</param>
    public static void WriteUpdate(Utf8JsonWriter json, string installed, Release? newest)
    {
        (string Key, string? Value)[] all =
        [
            ("installed_version", installed),
            ("latest_version", newest?.Version),
            ("title", newest?.Title),
            ("release_url", newest?.Url),
            ("release_summary", newest?.Notes),
        ];
        json.WriteStartObject();
        foreach (var (key, value) in all.Where(static each => each.Value is not null))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static string? Text(JsonElement root, string key, int longest)
    {
        if (!root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : string.Empty;
        return text.Length > 0 && text.Length <= longest
            ? text
            : throw new FormatException($"{key} must be a text of {(longest < int.MaxValue ? $"1 to {longest}" : "some")} characters");
    }

    private static string Checked(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? url
            : throw new FormatException($"url must begin with http:// or https://, not '{url}'");
}
