using System.Collections.Immutable;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Profiles;

/// <summary>One mapping of a profile, read key by key; what does not fit is told.</summary>
/// <param name="node">The mapping.</param>
/// <param name="path">The keys above it, with dots between them; empty for the root.</param>
/// <param name="reader">Told what is wrong.</param>
internal sealed class ProfileMap(ProfileNode node, string path, ProfileReader reader)
{
    private const int LongestEcho = 40;

    /// <summary>Tells keys that are not known, and a node that is no mapping.</summary>
    public void CheckKeys(params IReadOnlyList<string> known)
    {
        if (node.Entries is not { } entries)
        {
            reader.Fault(node.Place, path, "expected a mapping of keys");
            return;
        }

        foreach (var (key, child) in entries.Where(entry => !known.Contains(entry.Key, StringComparer.Ordinal)))
        {
            var meant = reader.Nearest(key, known);
            reader.Fault(
                child.Place,
                Below(key),
                meant is null ? $"no key has this name; there are {string.Join(", ", known)}"
                    : $"no key has this name; did you mean {meant}?");
        }
    }

    /// <summary>True when the key is given.</summary>
    public bool Has(string key) => node.Child(key) is not null;

    /// <summary>The mapping below a key; null when there is none, or none with entries.</summary>
    public ImmutableArray<(string Key, ProfileNode Node)>? Entries(string key) =>
        node.Child(key)?.Entries is { Length: > 0 } entries ? entries : null;

    /// <summary>The value, or the default when it is not given or does not fit.</summary>
    public T Get<T>(Setting<T> setting)
        where T : notnull => Read(setting) is T value ? value : setting.Default;

    /// <summary>The text; null when it is not given or does not fit.</summary>
    public string? Text(Setting<string> setting) => Read(setting) as string;

    /// <summary>The value; null when it is not given, or does not fit, which has been told.</summary>
    public object? Read(Setting setting)
    {
        if (node.Child(setting.Key) is not { } given)
        {
            if (setting.Required)
            {
                reader.Fault(node.Place, Below(setting.Key), $"{setting.Key} is missing; expected {setting.Expected}");
            }

            return null;
        }

        var value = given.Text is { } text ? setting.Read(text) : null;
        if (value is null)
        {
            var meant = given.Text is { } wrong && setting.Choices.Count > 0 ? reader.Nearest(wrong, setting.Choices) : null;
            reader.Fault(
                given.Place,
                Below(setting.Key),
                $"{Echo(given)} does not fit; expected {setting.Expected}"
                    + (meant is null ? string.Empty : $"; did you mean {meant}?"));
        }

        return value;
    }

    /// <summary>Tells what is wrong with a key, at its place or, where it is missing, at that of the mapping.</summary>
    public void Fault(string key, string message) =>
        reader.Fault((node.Child(key) ?? node).Place, Below(key), message);

    /// <summary>Tells what is wrong with the mapping as a whole.</summary>
    public void Fault(string message) => reader.Fault(node.Place, path, message);

    private static string Echo(ProfileNode given) =>
        given.Text is { Length: <= LongestEcho } text && !text.Any(char.IsControl) ? $"'{text}'" : "the value";

    private string Below(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
