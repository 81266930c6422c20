using System.Text.RegularExpressions;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Unit.Host.Configuration;
using YamlDotNet.RepresentationModel;

namespace Bridge.Unit.AddOn;

/// <summary>What users copy out of the add-on's manual works.</summary>
public sealed partial class DocumentationTests : ConfigurationFixture
{
    internal override IReadOnlyList<Driver> Drivers => DriverCatalog.All;

    public static TheoryData<string> Examples() => [.. YamlBlock().Matches(AddOnFolder.Read("DOCS.md")).Select(
        static example => string.Join('\n', example.Groups["text"].Value.Split('\n').Select(
            line => line.Length >= example.Groups["indent"].Length ? line[example.Groups["indent"].Length..] : line)))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_passes_the_supervisor_and_the_program(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var options = YamlJson.Of(yaml.Documents[0].RootNode).AsObject();
        var types = AddOnFolder.Options().ToDictionary(
            static option => option.Path, static option => option.Type, StringComparer.Ordinal);

        options["devices"]!.AsArray().Should().NotBeEmpty();
        foreach (var (key, value) in options["devices"]!.AsArray().SelectMany(static device => device!.AsObject()))
        {
            SupervisorSchema.Pass(types[$"devices.{key}"], value!).Should().NotBeNull("{0} is {1}", key, value);
        }

        AddOn(options.ToJsonString());
        Good().Devices.Should().NotBeEmpty();
    }

    [GeneratedRegex(
        "^(?<indent> *)```yaml\n(?<text>.*?)^ *```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex YamlBlock();
}
