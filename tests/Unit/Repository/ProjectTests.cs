using System.Xml.Linq;

namespace Bridge.Unit.Repository;

/// <summary>Who may know whom, read from the project files.</summary>
public sealed class ProjectTests
{
    /// <summary>The projects of the product, and all that each may reference.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Bridge.Devices"] = [],
        ["Bridge.Mqtt"] = [],
        ["Bridge.Discovery"] = ["Bridge.Devices"],
        ["Bridge.Store"] = ["Bridge.Devices"],
        ["Bridge.Host"] = ["Bridge.Devices", "Bridge.Discovery", "Bridge.Mqtt", "Bridge.Store"],
    };

    /// <summary>The namespaces of Bridge.Devices that a project may use; those not named may use all.</summary>
    private static readonly Dictionary<string, string> ModelOnly = new(StringComparer.Ordinal)
    {
        ["discovery/"] = "Bridge.Devices.Model",
        ["bridge/Store/"] = "Bridge.Devices.Model",
    };

    [Fact]
    public void A_project_references_only_what_the_architecture_allows()
    {
        var products = SourceTree.WithExtension(".csproj").Where(static path => !IsForTests(path)).ToArray();

        products.Select(Path.GetFileNameWithoutExtension).Should().BeEquivalentTo(Allowed.Keys);
        foreach (var path in products)
        {
            References(path).Should().BeSubsetOf(Allowed[Path.GetFileNameWithoutExtension(path)], path);
        }
    }

    [Fact]
    public void Discovery_and_store_know_only_the_model_of_devices()
    {
        var strangers = UsingLine.All().Where(static line =>
            line.Namespace.StartsWith("Bridge.Devices", StringComparison.Ordinal)
            && ModelOnly.Any(rule => line.Path.StartsWith(rule.Key, StringComparison.Ordinal)
                && line.Namespace != rule.Value
                && !line.Namespace.StartsWith(rule.Value + ".", StringComparison.Ordinal)));

        strangers.Should().BeEmpty();
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = SourceTree.Read("Bridge.sln");

        SourceTree.WithExtension(".csproj").Should()
            .OnlyContain(path => solution.Contains(path.Replace('/', '\\'), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_has_its_lock_file()
    {
        SourceTree.WithExtension(".csproj")
            .Select(static path => Path.GetDirectoryName(path) + "/packages.lock.json")
            .Should().BeSubsetOf(SourceTree.Files);
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_place()
    {
        var elsewhere = SourceTree.WithExtension(".csproj").Where(static path => XDocument.Parse(SourceTree.Read(path))
            .Descendants("PackageReference").Any(static reference => reference.Attribute("Version") is not null));

        elsewhere.Should().BeEmpty();
    }

    private static bool IsForTests(string path) =>
        path.StartsWith("tests/", StringComparison.Ordinal) || path.StartsWith("benchmarks/", StringComparison.Ordinal);

    private static IEnumerable<string> References(string path) => XDocument.Parse(SourceTree.Read(path))
        .Descendants("ProjectReference")
        .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
}
