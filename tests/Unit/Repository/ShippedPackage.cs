using System.Text.Json;
using System.Xml.Linq;

namespace Bridge.Unit.Repository;

/// <summary>A NuGet package whose files are in the program.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">As the lock file has it.</param>
internal sealed record ShippedPackage(string Name, string Version)
{
    /// <summary>They are locked, too, but stay with who builds: analyzers, and the trimmer.</summary>
    private static readonly string[] Tools =
        ["Meziantou.Analyzer", "Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.NET.ILLink.Tasks"];

    private static readonly string Folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>SPDX expression, or the first line of the licence's file.</summary>
    public string Licence => Element("license") is { } licence && licence.Attribute("type")?.Value == "file"
        ? File.ReadLines(Path.Combine(Place, licence.Value)).First(static line => line.Trim().Length > 0).Trim()
        : Element("license")?.Value ?? throw new InvalidDataException($"{Name} tells no licence");

    /// <summary>Whose it is; the authors where no copyright is told.</summary>
    public string Holder => (Element("copyright") ?? Element("authors"))!.Value.Trim();

    private string Place => Path.Combine(Folder, Name.ToLowerInvariant(), Version);

    /// <summary>All of the lock file of the program.</summary>
    public static IReadOnlyList<ShippedPackage> All()
    {
        using var locked = JsonDocument.Parse(SourceTree.Read("bridge/Host/packages.lock.json"));
        return
        [
            .. locked.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
                .Where(static package => package.Value.GetProperty("type").GetString() != "Project")
                .Where(static package => !Tools.Contains(package.Name))
                .Select(static package => new ShippedPackage(package.Name, package.Value.GetProperty("resolved").GetString()!))
                .OrderBy(static package => package.Name, StringComparer.Ordinal),
        ];
    }

    // The names of elements are in one of several namespaces.
    private XElement? Element(string name) =>
        XDocument.Load(Path.Combine(Place, $"{Name.ToLowerInvariant()}.nuspec"))
            .Descendants().FirstOrDefault(element => element.Name.LocalName == name);
}
