using System.Text.RegularExpressions;
using Bridge.Devices.Drivers;
using Bridge.Host.Configuration.Loading;
using Bridge.TestSupport.Mqtt;
using Bridge.TestSupport.Pages;
using Bridge.Unit.AddOn;
using YamlDotNet.RepresentationModel;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Configurations of the bridge on pages, read by its own loader.</summary>
internal static partial class Configurations
{
    /// <summary>What is wrong with a block; profiles of the same page lie beside it, as on a user's machine.</summary>
    public static IEnumerable<string> Faults(Block block) => ProfileName().IsMatch(block.Text)
        ? []
        : Faults(block.Text, Page.Read(block.Page).Blocks.Where(static each => ProfileName().IsMatch(each.Text)));

    /// <summary>What is wrong with options of the add-on.</summary>
    public static IEnumerable<string> AddOnFaults(Block block)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(block.Text));
        return In(folder =>
        {
            File.WriteAllText(Path.Combine(folder, "options.json"), YamlJson.Of(yaml.Documents[0].RootNode).ToJsonString());
            return Load(folder, file: null);
        });
    }

    /// <summary>What is wrong with a configuration.</summary>
    public static IEnumerable<string> Faults(string text, IEnumerable<Block> profiles) => In(folder =>
    {
        Directory.CreateDirectory(Path.Combine(folder, "profiles"));
        foreach (var profile in profiles)
        {
            File.WriteAllText(Path.Combine(folder, ProfileName().Match(profile.Text).Groups["name"].Value), profile.Text);
        }

        // Secrets and certificates lie on the user's machine only.
        var secret = Path.Combine(folder, "secret");
        File.WriteAllText(secret, "s3cret");
        using var certificates = new TestCertificates();
        File.WriteAllText(Path.Combine(folder, "bridge.yaml"), OwnFile().Replace(
            text, file => $"{file.Groups["key"]}: {(file.Groups["key"].Value == "ca_file" ? certificates.Ca : secret)}"));
        return Load(folder, "bridge.yaml");
    });

    private static string[] Load(string folder, string? file) =>
    [
        .. new ConfigurationLoader(DriverCatalog.All).Load(new()
        {
            File = file is null ? null : Path.Combine(folder, file),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            WorkingDirectory = folder,
            AddOnOptionsFile = Path.Combine(folder, "options.json"),
            MountedFile = Path.Combine(folder, "none.yaml"),
        }).Faults.Select(static fault => $"{fault.Origin}: {fault.Path}: {fault.Message}"),
    ];

    private static string[] In(Func<string, string[]> work)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-page").FullName;
        try
        {
            return work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(
        "^# (?<name>profiles/[a-z_]+\\.yaml)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProfileName();

    [GeneratedRegex(@"(?<key>password_file|ca_file): /[\w./-]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnFile();
}
