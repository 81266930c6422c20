using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;
using Bridge.Unit.Repository;
using YamlDotNet.RepresentationModel;

namespace Bridge.Unit.AddOn;

/// <summary>What Home Assistant is told of the add-on.</summary>
public sealed partial class ManifestTests
{
    private const RegexOptions Lines = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    [Fact]
    public void All_places_name_the_same_version()
    {
        var version = Find(VersionElement(), "Directory.Build.props");

        AddOnFolder.Manifest["version"].ToString().Should().Be(version);
        Find(Heading(), $"{AddOnFolder.Name}/CHANGELOG.md").Should().Be(version);
        Find(Heading(), "CHANGELOG.md").Should().Be(version);
    }

    [Theory]
    [InlineData("full_access")]
    [InlineData("privileged")]
    [InlineData("host_network")]
    [InlineData("host_pid")]
    [InlineData("host_dbus")]
    [InlineData("docker_api")]
    [InlineData("hassio_api")]
    [InlineData("homeassistant_api")]
    [InlineData("environment")]
    public void Nothing_is_asked_for_that_is_not_needed(string key) =>
        AddOnFolder.Entries(AddOnFolder.Manifest).Select(static entry => entry.Key).Should().NotContain(key);

    [Fact]
    public void Its_wires_and_folders_are_handed_in()
    {
        var manifest = AddOnFolder.Manifest;

        Texts("arch").Should().Equal("aarch64", "amd64");
        Texts("services").Should().Equal("mqtt:want");
        Texts("devices").Should().Equal(Enumerable.Range(0, 23).Select(static bus => $"/dev/i2c-{bus}"));
        Texts("map").Should().Equal("app_config");
        (manifest["uart"].ToString(), manifest["tmpfs"].ToString(), manifest["timeout"].ToString()).Should()
            .Be(("true", "true", "20"));
        (manifest["backup"].ToString(), manifest["backup_pre"].ToString()).Should()
            .Be(("hot", "/app/bridge state snapshot --renew"));
    }

    [Fact]
    public void Options_have_no_defaults_and_types_that_the_supervisor_knows()
    {
        var options = AddOnFolder.Entries(AddOnFolder.Manifest["options"]).ToArray();

        options.Select(static option => option.Value).Should().AllSatisfy(static value => value.AllNodes.Should().Equal(value));
        options.Select(static option => option.Key).Should()
            .Equal(AddOnFolder.Entries(AddOnFolder.Schema).Select(static each => each.Key));
        foreach (var (path, type) in AddOnFolder.Options())
        {
            SupervisorSchema.IsType(type.Trim('[', ']')).Should().BeTrue("{0} is {1}", path, type);
            type.Should().NotContain("device(");
            type.EndsWith('?').Should().Be(path is not ("devices.id" or "devices.driver" or "mqtt.brokers"), path);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Every_option_has_a_name_and_a_sentence_in(string language)
    {
        var groups = AddOnFolder.Entries(AddOnFolder.Yaml($"translations/{language}.yaml")["configuration"]).ToArray();
        var texts = groups.SelectMany(
            static each => AddOnFolder.Entries(each.Value["fields"]),
            static (each, field) => (Path: $"{each.Key}.{field.Key}", Text: field.Value));

        groups.Select(static each => each.Key).Should()
            .Equal(AddOnFolder.Entries(AddOnFolder.Schema).Select(static each => each.Key));
        texts.Select(static text => text.Path).Should().BeEquivalentTo(
            AddOnFolder.Options().Select(static option => option.Path), "a new option needs its texts in both files");
        foreach (var (path, text) in texts.Concat(groups.Select(static each => (each.Key, each.Value))))
        {
            text["name"].ToString().Should().NotBeEmpty(path);
            text["description"].ToString().Should().EndWith(".", path);
        }
    }

    [Fact]
    public void The_store_finds_one_add_on_in_the_repository() => SourceTree.Files
        .Where(static path => ManifestName().IsMatch(path)).Should().Equal($"{AddOnFolder.Name}/config.yaml");

    [Theory]
    [InlineData("icon.png", 128, 128)]
    [InlineData("logo.png", 250, 100)]
    public void Pictures_have_the_size_that_home_assistant_shows(string file, int width, int height)
    {
        var png = File.ReadAllBytes(Path.Combine(Checkout.Root, AddOnFolder.Name, file)).AsSpan();

        png[..8].ToArray().Should().Equal(0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A);
        BinaryPrimitives.ReadInt32BigEndian(png[16..]).Should().Be(width);
        BinaryPrimitives.ReadInt32BigEndian(png[20..]).Should().Be(height);
    }

    [Fact]
    public async Task The_profile_of_apparmor_compiles_where_its_tool_is_there()
    {
        if (Programs.Find("apparmor_parser") is not { } parser)
        {
            return;
        }

        using var process = Process.Start(new ProcessStartInfo(
            parser, ["--skip-kernel-load", "--skip-cache", Path.Combine(Checkout.Root, AddOnFolder.Name, "apparmor.txt")])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, errors);
    }

    private static string Find(Regex regex, string file) => regex.Match(SourceTree.Read(file)).Groups["version"].Value;

    private static IEnumerable<string> Texts(string key) =>
        ((YamlSequenceNode)AddOnFolder.Manifest[key]).Select(static item => item.ToString());

    [GeneratedRegex("<Version>(?<version>.+)</Version>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionElement();

    [GeneratedRegex(@"^## (?<version>\d+\.\d+\.\d+)", Lines, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(^|/)config\.(ya?ml|json)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ManifestName();
}
