using System.Collections.Immutable;
using System.Text.Json;

namespace Bridge.Devices.Profiles;

/// <summary>The profiles that come with the program: every JSON file of this folder.</summary>
internal static class EmbeddedProfiles
{
    private const string Folder = "profiles/";
    private const string Ending = ".json";

    /// <summary>All of them in the order of their names.</summary>
    public static ImmutableArray<MeterProfile> All { get; } =
    [
        .. typeof(EmbeddedProfiles).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(Read),
    ];

    private static MeterProfile Read(string resource)
    {
        using var stream = typeof(EmbeddedProfiles).Assembly.GetManifestResourceStream(resource)!;
        using var document = JsonDocument.Parse(stream);
        var reader = new ProfileReader((place, path, message) =>
            throw new InvalidOperationException($"{place}: {path}: {message}"));
        return reader.Read(resource[Folder.Length..^Ending.Length], ProfileNode.Of(document.RootElement, resource))!;
    }
}
