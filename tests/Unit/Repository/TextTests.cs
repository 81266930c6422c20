using System.Text.RegularExpressions;
using Bridge.TestSupport;

namespace Bridge.Unit.Repository;

/// <summary>What the repository says about itself is true.</summary>
public sealed partial class TextTests
{
    private const RegexOptions Lines = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    private static readonly string[] Texts =
        [".cs", ".csproj", ".props", ".md", ".json", ".yaml", ".yml", ".sh", ".py", ".sln", "/run", ".editorconfig"];

    /// <summary>Places of the machine it was built on. Put together, so that this list does not find itself.</summary>
    private static readonly string[] Forbidden = [.. new[] { "work", "root", "home" }.Select(static name => $"/{name}/")];

    [Fact]
    public void Every_link_in_a_page_leads_to_a_file()
    {
        var broken =
            from page in SourceTree.WithExtension(".md")
            from Match link in MarkdownLink().Matches(SourceTree.Read(page))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            let path = Path.Combine(Checkout.Root, Path.GetDirectoryName(page)!, target)
            where !File.Exists(path) && !Directory.Exists(path)
            select $"{page}: {target}";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void No_file_names_a_place_of_the_machine_it_was_written_on()
    {
        var found =
            from path in SourceTree.Files
            where Texts.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
            from line in SourceTree.Read(path).Split('\n')
            where Forbidden.Any(place => OwnWord(line, place))
            select $"{path}: {line.Trim()}";

        found.Should().BeEmpty();
    }

    [Fact]
    public void The_version_is_the_newest_of_the_change_log()
    {
        var newest = ChangeLogHeading().Match(SourceTree.Read("CHANGELOG.md")).Groups["version"].Value;

        VersionElement().Match(SourceTree.Read("Directory.Build.props")).Groups["version"].Value.Should().Be(newest);
    }

    [Fact]
    public void The_two_commands_stand_at_the_top_of_the_readme()
    {
        var top = SourceTree.Read("README.md").Split('\n').Take(20).ToArray();

        top.Should().Contain("dotnet run --project bridge/Host -- demo");
        top.Should().Contain("dotnet test Bridge.sln");
    }

    /// <summary>True where the place begins a path, not where it is in the middle of one.</summary>
    private static bool OwnWord(string line, string place)
    {
        var at = line.IndexOf(place, StringComparison.Ordinal);
        return at == 0 || (at > 0 && !char.IsLetterOrDigit(line[at - 1]) && line[at - 1] is not ('}' or '.' or '/' or '_'));
    }

    [GeneratedRegex(@"(?<!`)\[[^\]\n]*\]\((?<target>[^)\s]+)\)", Lines, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"^## (?<version>\d+\.\d+\.\d+)", Lines, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChangeLogHeading();

    [GeneratedRegex("<Version>(?<version>.+)</Version>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionElement();
}
