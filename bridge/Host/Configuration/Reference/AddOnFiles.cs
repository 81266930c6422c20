using System.Text;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Reference;

/// <summary>Writes the parts of the add-on's files that follow from the declared keys.</summary>
internal static class AddOnFiles
{
    /// <summary>Words of keys that are written in capitals.</summary>
    private static readonly string[] Capitals = ["mqtt", "tls", "id", "ca"];

    /// <summary>The end of <c>config.yaml</c>: options without a default each, and what may be written.</summary>
    public static string Schema()
    {
        var yaml = new StringBuilder("options:\n");
        foreach (var group in AddOnForm.Groups)
        {
            yaml.AppendLf($"  {group.Name}: {(IsList(group) ? "[]" : "{}")}");
        }

        yaml.AppendLf("schema:");
        foreach (var group in AddOnForm.Groups)
        {
            yaml.AppendLf($"  {group.Name}:");
            foreach (var setting in group.Settings)
            {
                var type = $"'{AddOnForm.TypeOf(setting)}'";
                yaml.Append(!IsList(group) ? "    " : setting == group.Settings[0] ? "    - " : "      ")
                    .AppendLf($"{setting.Key}: {(setting.Form == SettingForm.List ? $"[{type}]" : type)}");
            }
        }

        return yaml.ToString();
    }

    /// <summary>The English texts of the form.</summary>
    public static string Translation()
    {
        var yaml = new StringBuilder("configuration:\n");
        foreach (var group in AddOnForm.Groups)
        {
            Append(yaml, "  ", group.Name, group.Help);
            yaml.AppendLf("    fields:");
            foreach (var setting in group.Settings)
            {
                Append(yaml, "      ", setting.Key, setting.Help);
            }
        }

        return yaml.ToString();
    }

    /// <summary>The tables of <c>DOCS.md</c>, one a group.</summary>
    public static string Tables()
    {
        var page = new StringBuilder();
        foreach (var group in AddOnForm.Groups)
        {
            page.AppendLf($"### {group.Name}").AppendLf(string.Empty).AppendLf(group.Help).AppendLf(string.Empty);
            page.AppendLf("| option | form | default | |").AppendLf("|---|---|---|---|");
            foreach (var setting in group.Settings)
            {
                page.AppendLf($"| `{setting.Key}` | {Markdown.Cell(setting.Expected)} | {Markdown.Default(setting)} "
                    + $"| {Markdown.Cell(setting.Help)} |");
            }

            page.Append('\n');
        }

        return page.ToString();
    }

    private static bool IsList(KeySet group) => group.Name == DeviceKeys.Common.Name;

    private static void Append(StringBuilder yaml, string indent, string key, string help)
    {
        var plain = help.Replace("`", string.Empty, StringComparison.Ordinal);
        yaml.AppendLf($"{indent}{key}:");
        yaml.AppendLf($"{indent}  name: {Title(key)}");
        yaml.AppendLf($"{indent}  description: '{plain.Replace("'", "''", StringComparison.Ordinal)}'");
    }

    private static string Title(string key)
    {
        var words = key.Split('_').Select(static word => Capitals.Contains(word) ? word.ToUpperInvariant() : word);
        var title = string.Join(' ', words);
        return char.ToUpperInvariant(title[0]) + title[1..];
    }
}
