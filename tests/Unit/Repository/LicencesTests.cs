using System.Text;
using Bridge.TestSupport;

namespace Bridge.Unit.Repository;

/// <summary>Set <c>BRIDGE_UPDATE=1</c> to write the page anew.</summary>
public sealed class LicencesTests
{
    private const string Page = "docs/licences.md";

    /// <summary>What a program under the MIT licence may contain without asking anybody.</summary>
    private static readonly string[] Accepted = ["MIT", "Apache-2.0", "SQLite is Public Domain"];

    [Fact]
    public void The_page_names_every_package_of_the_program_with_its_licence()
    {
        var text = Write();
        if (Environment.GetEnvironmentVariable("BRIDGE_UPDATE") == "1")
        {
            File.WriteAllText(Path.Combine(Checkout.Root, Page), text);
        }

        SourceTree.Read(Page).Should().Be(text, "{0} is generated; BRIDGE_UPDATE=1 writes it anew", Page);
    }

    [Fact]
    public void No_package_has_a_licence_that_asks_for_more_than_to_be_named() =>
        ShippedPackage.All().Should().NotBeEmpty()
            .And.OnlyContain(static package => Accepted.Contains(package.Licence));

    private static string Write()
    {
        var page = new StringBuilder("""
            # Licences

            Bridge itself is under the [MIT licence](../LICENSE). The program contains the packages below, as its lock file names
            them, with the licence that each tells of itself, and, where it is published with its own runtime, .NET (MIT; the
            notices of its authors are in the tarball). The text of Apache-2.0 is
            [here](../deploy/licences/Apache-2.0.txt).

            This page is written by a test from the packages' metadata, and `deploy/sbom.sh` makes a bill of materials of it.

            | package | version | licence | copyright |
            |---|---|---|---|

            """);
        foreach (var package in ShippedPackage.All())
        {
            page.Append("| ").AppendJoin(" | ", package.Name, package.Version, package.Licence, package.Holder).Append(" |\n");
        }

        return page.ToString();
    }
}
