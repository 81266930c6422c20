using System.CommandLine;

namespace Bridge.Host.Cli;

/// <summary>
/// <c>bridge completion</c>: prints what makes a shell complete its commands and options. The shell asks the program
/// itself, by the hidden command <c>suggest</c>, so that scripts need no change when commands do.
/// </summary>
internal static class CompletionCommand
{
    /// <summary>The name of the command that scripts ask.</summary>
    public const string Suggest = "suggest";

    private const string Bash = $$"""
        _bridge() {
          mapfile -t COMPREPLY < <("$1" {{Suggest}} "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
          if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
        }
        complete -o bashdefault -o default -F _bridge bridge
        """;

    // Loaded by its first use, it completes that one too. A key such as mqtt.host= has no blank behind it.
    private const string Zsh = $$"""
        #compdef bridge
        _bridge() {
          local -a found
          found=("${(@f)$("${words[1]}" {{Suggest}} "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
          if [[ -z "${found[1]}" ]]; then _files; return; fi
          compadd -S '' -- ${(M)found:#*=}
          compadd -- ${found:#*=}
        }
        if [[ "${funcstack[1]}" == _bridge ]]; then _bridge "$@"; else compdef _bridge bridge; fi
        """;

    // Files only where there are no words.
    private const string Fish = $$"""
        function __bridge_words
          bridge {{Suggest}} (commandline -cp | string collect) 2>/dev/null
        end
        complete -c bridge -f -a '(__bridge_words)'
        complete -c bridge -n 'not count (__bridge_words) >/dev/null' -F
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints a script that lets a shell complete commands and options.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(parsed.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Clean;
        });
        return command;
    }

    /// <summary>The hidden command: prints what may stand at the end of a line, one word a line.</summary>
    /// <param name="root">Makes all commands.</param>
    public static Command CreateSuggest(Func<RootCommand> root)
    {
        var line = new Argument<string>("LINE");
        var command = new Command(Suggest, "Prints what may follow.") { line };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            foreach (var word in Words(root(), parsed.GetRequiredValue(line)))
            {
                Console.Out.WriteLine(word);
            }

            return ExitCode.Clean;
        });
        return command;
    }

    /// <summary>What may stand in the place of the last word of a line, which begins with the program's name.</summary>
    public static IEnumerable<string> Words(RootCommand root, string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
        {
            return [];
        }

        var rest = line[(blank + 1)..];
        var begun = rest[(rest.LastIndexOf(' ') + 1)..];
        return root.Parse(rest).GetCompletions(rest.Length).Select(static item => item.Label)
            .Where(word => word.StartsWith(begun, StringComparison.Ordinal) && IsShown(word, begun))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    // Options only once a dash is there, so that a shell offers its files where a file is due. The short forms, those of
    // another system's shell, and True and False after a switch are for those who know them.
    private static bool IsShown(string word, string begun) => word.StartsWith("--", StringComparison.Ordinal)
        ? begun.StartsWith('-')
        : !word.StartsWith('-') && !word.StartsWith('/') && word is not ("True" or "False");
}
