using System.Text;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;
using Bridge.Host.Configuration.Sources;

namespace Bridge.Host.Configuration.Reference;

/// <summary>Tables of settings.</summary>
internal static class Markdown
{
    /// <summary>Appends the table of some settings.</summary>
    /// <param name="page">What is written to.</param>
    /// <param name="settings">One row each.</param>
    /// <param name="path">What stands before their keys in a variable's name; null leaves the column out.</param>
    public static void AppendTable(this StringBuilder page, IEnumerable<Setting> settings, string? path)
    {
        var variable = path is null ? string.Empty : " variable |";
        page.Append("| key |").Append(variable).AppendLf(" form | default | |");
        page.Append("|---|").Append(path is null ? string.Empty : "---|").AppendLf("---|---|---|");
        foreach (var setting in settings)
        {
            page.Append($"| {string.Join("<br>", AllKeys.Names(setting).Select(static name => $"`{name}`"))} |");
            if (path is not null)
            {
                var names = AllKeys.Names(setting).Select(name => $"`{EnvironmentProvider.NameOf($"{path}.{name}")}`");
                page.Append($" {string.Join("<br>", names)} |");
            }

            page.AppendLf($" {Cell(setting.Expected)} | {Default(setting)} | {Cell(setting.Help)} |");
        }

        page.Append('\n');
    }

    /// <summary>Appends a line that ends in a line feed on every system.</summary>
    public static StringBuilder AppendLf(this StringBuilder page, string line) => page.Append(line).Append('\n');

    /// <summary>The default as a cell.</summary>
    public static string Default(Setting setting)
    {
        var usual = setting.DefaultText switch
        {
            null => setting.Required ? "required" : "none",
            var text when text.Contains(' ', StringComparison.Ordinal) => Cell(text),
            var text => $"`{text}`",
        };
        return setting.Example is null ? usual : $"{usual}; such as `{setting.Example}`";
    }

    /// <summary>Text as a cell.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
