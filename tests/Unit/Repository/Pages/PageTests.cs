using Bridge.TestSupport;
using Bridge.TestSupport.Pages;

namespace Bridge.Unit.Repository.Pages;

/// <summary>What people copy out of a page works: every block has a check of its language, and passes it.</summary>
public sealed class PageTests
{
    private static readonly Dictionary<string, Func<Block, IEnumerable<string>>> Checks = new(StringComparer.Ordinal)
    {
        ["yaml"] = YamlBlocks.Faults,
        ["json"] = JsonBlocks.Faults,
        ["sh"] = ShellBlocks.Faults,
        ["text"] = PlainBlocks.OfPrograms,
        ["ini"] = PlainBlocks.OfUnits,
        ["toml"] = PlainBlocks.OfTelegraf,
        ["conf"] = PlainBlocks.OfMosquitto,
        ["alloy"] = AlloyBlocks.Faults,
    };

    /// <summary>What begins so in a line of text is a command, not a name.</summary>
    private static readonly string[] Typed = ["bridge ", "docker ", "dotnet ", "kubectl ", "mosquitto_pub ", "mosquitto_sub "];

    /// <summary>What is said of a command that is only named.</summary>
    private static readonly string[] Short = ["Required argument", "nothing to run inside"];

    public static TheoryData<string> Paths() => [.. Page.All.Select(static page => page.Path)];

    [Fact]
    public void Every_block_has_a_language_that_is_checked() =>
        Page.All.SelectMany(static page => page.Blocks).Where(static block => !Checks.ContainsKey(block.Language))
            .Select(static block => $"{block}: '{block.Language}'").Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_block_passes_the_check_of_its_language(string path)
    {
        var faults =
            from block in Page.Read(path).Blocks
            from fault in Checks[block.Language](block)
            select $"{block}: {fault}";

        faults.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_fence_is_closed(string path) =>
        Page.Read(path).Text.Split('\n').Count(static line => line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            .Should().Be(2 * Page.Read(path).Blocks.Count);

    [Fact]
    public void Every_command_in_the_text_can_be_typed_so()
    {
        var faults =
            from page in Page.All
            from code in page.Code
            where Typed.Any(program => code.StartsWith(program, StringComparison.Ordinal))
                && !code.Contains('…', StringComparison.Ordinal)
            let script = code.Replace("SHELL", "bash", StringComparison.Ordinal)
            from fault in ShellCommand.Of(script).SelectMany(ShellBlocks.Faults)
            where !Short.Any(said => fault.Contains(said, StringComparison.Ordinal))
            select $"{page.Path}: `{code}`: {fault}";

        faults.Should().BeEmpty();
    }

    [Fact]
    public void Every_link_leads_to_a_file_and_to_a_heading_of_it()
    {
        var broken =
            from page in Page.All
            from link in page.Links
            where !link.Contains("://", StringComparison.Ordinal)
            let parts = link.Split('#', 2)
            let target = parts[0].Length == 0 ? page.Path : Relative(page, parts[0])
            where !Exists(target)
                || (parts.Length == 2 && !Page.Read(target).Anchors.Contains(parts[1], StringComparer.Ordinal))
            select $"{page.Path}: {link}";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Every_page_is_in_the_list_of_pages()
    {
        var list = Page.Read("docs/README.md");
        var named = list.Links.Select(link => Relative(list, link.Split('#')[0])).ToArray();

        named.Should().OnlyHaveUniqueItems().And.Contain(
            Page.All.Select(static page => page.Path)
                .Where(path => path != list.Path && Path.GetDirectoryName(path) == "docs"));
    }

    [Fact]
    public void Every_variable_that_a_page_names_is_a_key_of_the_program()
    {
        var unknown =
            from page in Page.All
            from name in Variables.Named(page.Text)
            where !Variables.IsKnown(name)
            select $"{page.Path}: {name}";

        unknown.Should().BeEmpty();
    }

    private static string Relative(Page page, string target) => Path.GetRelativePath(
        Checkout.Root, Path.GetFullPath(Path.Combine(Checkout.Root, Path.GetDirectoryName(page.Path)!, target)));

    private static bool Exists(string path) =>
        Path.Combine(Checkout.Root, path) is var whole && (File.Exists(whole) || Directory.Exists(whole));
}
