using System.Text.RegularExpressions;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Unit.Repository;

/// <summary>The tables of the README are true.</summary>
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

    private static Setting? Find(string path) => AllKeys.Paths
        .SelectMany(static section => section.Keys.Settings, static (section, setting) => (section.Path, Setting: setting))
        .FirstOrDefault(each => AllKeys.Names(each.Setting).Any(name => $"{each.Path}.{name}" == path)).Setting;

    [GeneratedRegex(
        @"^\| `(?<variable>BRIDGE_\w+)` \| `(?<key>[\w.]+)` \| (?<default>[^|]+?) \|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableRow();
}
