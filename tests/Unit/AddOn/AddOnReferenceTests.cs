using Bridge.Host.Configuration.Reference;
using Bridge.TestSupport;

namespace Bridge.Unit.AddOn;

/// <summary>What follows from the program's keys stands in the add-on's files. <c>BRIDGE_UPDATE=1</c> writes it anew.</summary>
public sealed class AddOnReferenceTests
{
    private const string Note = "BRIDGE_UPDATE=1 dotnet test tests/Unit --filter Reference";

    [Fact]
    public void The_schema_is_that_of_the_keys() =>
        HoldsAgainst("config.yaml", After("config.yaml", Note, AddOnFiles.Schema()));

    [Fact]
    public void The_english_texts_are_those_of_the_keys() =>
        HoldsAgainst("translations/en.yaml", After("translations/en.yaml", Note, AddOnFiles.Translation()));

    [Fact]
    public void The_tables_of_the_documentation_are_those_of_the_keys()
    {
        const string End = "<!-- the end of the tables -->";
        var page = AddOnFolder.Read("DOCS.md");

        HoldsAgainst(
            "DOCS.md",
            After("DOCS.md", $"{Note} -->", $"\n{AddOnFiles.Tables()}{page[page.IndexOf(End, StringComparison.Ordinal)..]}"));
    }

    /// <summary>The file to the line that ends in a text, then another end.</summary>
    private static string After(string file, string line, string end)
    {
        var text = AddOnFolder.Read(file);
        return text[..(text.IndexOf(line, StringComparison.Ordinal) + line.Length)] + "\n" + end;
    }

    private static void HoldsAgainst(string file, string text)
    {
        if (Environment.GetEnvironmentVariable("BRIDGE_UPDATE") == "1")
        {
            File.WriteAllText(Path.Combine(Checkout.Root, AddOnFolder.Name, file), text);
        }

        AddOnFolder.Read(file).Should().Be(text, "{0} is generated in part; BRIDGE_UPDATE=1 writes it anew", file);
    }
}
