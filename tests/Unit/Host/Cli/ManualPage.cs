using System.CommandLine;
using System.Text;
using Bridge.Host.Cli;

namespace Bridge.Unit.Host.Cli;

/// <summary>The manual page <c>docs/bridge.1</c>, in the macros of man(7), from what <c>--help</c> is made of.</summary>
internal static class ManualPage
{
    /// <summary>The page.</summary>
    public static string Write()
    {
        var root = CommandLine.Root();
        var page = new StringBuilder()
            .Append(".\\\" Written by a test: BRIDGE_UPDATE=1 dotnet test tests/Unit --filter Reference\n")
            .Append(".TH BRIDGE 1 \"\" Bridge \"User Commands\"\n")
            .Append(".SH NAME\nbridge \\- shows I²C chips, Modbus devices and serial meters in Home Assistant over MQTT\n")
            .Append(".SH SYNOPSIS\n.B bridge\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]\n")
            .Append(".SH DESCRIPTION\n").Append(Text(root.Description!)).Append('\n')
            .Append(".SH OPTIONS\n");
        Options(page, root);
        Examples(page, root);
        page.Append(".SH COMMANDS\n");
        foreach (var command in root.Subcommands.SelectMany(Leaves))
        {
            page.Append(".SS ").Append(Text(Usage(command))).Append('\n').Append(Text(command.Description!)).Append('\n');
            Options(page, command);
            Examples(page, command);
        }

        page.Append(".SH EXIT STATUS\n");
        foreach (var (code, meaning) in HelpPage.ExitCodes)
        {
            Item(page, $"\\fB{code}\\fR", meaning);
        }

        page.Append(".SH ENVIRONMENT\n");
        Item(page, "\\fBBRIDGE_CONFIG\\fR", "The configuration file, as with --config.");
        Item(page, "\\fBBRIDGE_MQTT__HOST\\fR, …", "Any other key of the configuration: its path, with __ between the levels.");
        Item(page, "\\fBNO_COLOR\\fR, \\fBTERM\\fR", "No colours; no drawing on a terminal that is dumb.");
        return page.ToString();
    }

    private static IEnumerable<Command> Leaves(Command command) => command.Hidden ? []
        : command.Subcommands.Count > 0 ? command.Subcommands.SelectMany(Leaves) : [command];

    private static string Usage(Command command)
    {
        var path = command.Name;
        for (var above = command; above.Parents.OfType<Command>().FirstOrDefault() is { } parent; above = parent)
        {
            path = parent is RootCommand ? $"bridge {path}" : $"{parent.Name} {path}";
        }

        return string.Join(' ', command.Arguments.Select(static argument =>
            argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name).Prepend(path));
    }

    private static void Options(StringBuilder page, Command command)
    {
        foreach (var option in command.Options.Where(static option => !option.Hidden))
        {
            var value = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? string.Empty
                : $" \\fI{Text(option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant())}\\fR";
            Item(page, $"\\fB{Text(option.Name)}\\fR{value}", option.Description ?? string.Empty);
        }
    }

    private static void Examples(StringBuilder page, Command command)
    {
        page.Append(".PP\n.nf\n");
        foreach (var example in HelpPage.Of(command))
        {
            page.Append(".RS 4\n").Append(Text(example)).Append("\n.RE\n");
        }

        page.Append(".fi\n");
    }

    private static void Item(StringBuilder page, string head, string text) =>
        page.Append(".TP\n").Append(head).Append('\n').Append(Text(text)).Append('\n');

    // A dash is one that can be copied; no line begins with what would be a macro.
    private static string Text(string text) => string.Join(
        '\n',
        text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Split('\n')
            .Select(static line => line.StartsWith('.') || line.StartsWith('\'') ? $"\\&{line}" : line));
}
