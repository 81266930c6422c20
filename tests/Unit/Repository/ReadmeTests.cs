using System.Text.RegularExpressions;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;
using Bridge.Host.Configuration.Loading;
using Bridge.TestSupport;

namespace Bridge.Unit.Repository;

/// <summary>What users copy out of the README works.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_environment_table_names_keys_with_their_defaults()
    {
        var rows = TableRow().Matches(SourceTree.Read("README.md"));

        rows.Should().NotBeEmpty();
        foreach (Match row in rows)
        {
            var path = row.Groups["key"].Value;
            var setting = Find(path);
            setting.Should().NotBeNull("{0} must exist", path);
            row.Groups["variable"].Value.Should().Be(
                "BRIDGE_" + path.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant());
            if (setting!.DefaultText is { } expected)
            {
                row.Groups["default"].Value.Should().Be($"`{expected}`", path);
            }
        }
    }

    private static readonly string[] Pages =
    [
        "README.md", "docs/configuration.md", "docs/counters.md", "docs/devices.md", "docs/discovery.md", "docs/events.md",
        "docs/lines.md", "docs/migration.md", "docs/modbus.md", "docs/mqtt.md", "docs/pipeline.md", "docs/state.md",
        "docs/supervision.md", "docs/wires.md",
    ];


    public static TheoryData<string> PagesWithYaml() => [.. Pages];

    [Fact]
    public void No_page_with_an_example_is_forgotten() =>
        Directory.GetFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Checkout.Root, path)).Append("README.md")
            .Where(static page => YamlBlock().IsMatch(SourceTree.Read(page)))
            .Should().BeEquivalentTo(Pages);

    [Theory]
    [MemberData(nameof(PagesWithYaml))]
    public void Every_yaml_example_is_a_good_configuration(string page)
    {
        var examples = YamlBlock().Matches(SourceTree.Read(page)).Select(Text).ToArray();
        var profiles = examples.Where(static text => ProfileName().IsMatch(text)).ToArray();

        examples.Should().NotBeEmpty();
        foreach (var text in examples.Except(profiles, StringComparer.Ordinal))
        {
            Load(text, profiles).Should().BeEmpty("{0}", text);
        }
    }

    private static string Text(Match example)
    {
        // The example's secret lies on the user's machine only.
        var text = example.Groups["text"].Value.Replace(
            ", password_file: /run/secrets/mqtt", string.Empty, StringComparison.Ordinal);
        return string.Join('\n', text.Split('\n').Select(line => Unindent(line, example.Groups["indent"].Length)));
    }

    private static IEnumerable<string> Load(string text, IEnumerable<string> profiles)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-readme");
        try
        {
            folder.CreateSubdirectory("profiles");
            foreach (var profile in profiles)
            {
                File.WriteAllText(Path.Combine(folder.FullName, ProfileName().Match(profile).Groups["name"].Value), profile);
            }

            File.WriteAllText(Path.Combine(folder.FullName, "bridge.yaml"), text);
            var loaded = new ConfigurationLoader(DriverCatalog.All).Load(new()
            {
                File = Path.Combine(folder.FullName, "bridge.yaml"),
                Environment = new Dictionary<string, string>(StringComparer.Ordinal),
                WorkingDirectory = folder.FullName,
                AddOnOptionsFile = Path.Combine(folder.FullName, "options.json"),
            });
            return [.. loaded.Faults.Select(static fault => $"{fault.Origin}: {fault.Path}: {fault.Message}")];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Setting? Find(string path) => AllKeys.Paths
        .SelectMany(static section => section.Keys.Settings, static (section, setting) => (section.Path, Setting: setting))
        .FirstOrDefault(each => AllKeys.Names(each.Setting).Any(name => $"{each.Path}.{name}" == path)).Setting;

    private static string Unindent(string line, int indent) => line.Length >= indent ? line[indent..] : line;

    [GeneratedRegex(
        @"^\| `(?<variable>BRIDGE_\w+)` \| `(?<key>[\w.]+)` \| (?<default>[^|]+?) \|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableRow();

    [GeneratedRegex(
        "^# (?<name>profiles/[a-z_]+\\.yaml)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProfileName();

    [GeneratedRegex(
        "^(?<indent> *)```yaml\n(?<text>.*?)^ *```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex YamlBlock();
}
