using System.Collections.Immutable;

namespace Bridge.Unit.Repository.Pages;

/// <summary>One command of a script.</summary>
/// <param name="Words">Its words without quotes; variables and substitutions stay as they are written.</param>
/// <param name="Piped">The command whose output it reads; null when it is the first.</param>
/// <param name="Folder">Where the script has gone by <c>cd</c>, from the root of the repository.</param>
internal sealed record ShellCommand(ImmutableArray<string> Words, ShellCommand? Piped, string Folder)
{
    private static readonly string[] Reserved = ["if", "then", "else", "elif", "while", "until", "do", "!", "{"];
    private static readonly string[] Silent = ["fi", "done", "}", "for", "esac"];

    /// <summary>The program.</summary>
    public string Program => Words[0];

    /// <summary>All behind the program.</summary>
    public ImmutableArray<string> Arguments => Words[1..];

    /// <summary>The commands of a script, those inside of substitutions first.</summary>
    public static IReadOnlyList<ShellCommand> Of(string script, string folder = "")
    {
        var commands = new List<ShellCommand>();
        ShellCommand? before = null;
        foreach (var part in new ShellReader(script).Parts())
        {
            commands.AddRange(part.Inner.SelectMany(inner => Of(inner, folder)));
            if (Bare(part.Words) is not { Length: > 0 } words)
            {
                continue;
            }

            var command = new ShellCommand(words, part.IsPiped ? before : null, folder);
            commands.Add(command);
            before = command;
            if (words is ["cd", var target])
            {
                folder = Path.Combine(folder, target);
            }
        }

        return commands;
    }

    /// <summary>Without reserved words, assignments, and what only starts another program.</summary>
    private static ImmutableArray<string> Bare(IEnumerable<string> all)
    {
        ImmutableArray<string> words = [.. all.SkipWhile(static word => Reserved.Contains(word) || IsAssignment(word))];
        return words switch
        {
            [var first, ..] when Silent.Contains(first) => [],
            ["sudo", "-u", _, .. var rest] => Bare(rest),
            ["sudo" or "env" or "exec" or "watch", .. var rest] => Bare(rest),
            ["timeout", _, .. var rest] => Bare(rest),
            _ => words,
        };
    }

    private static bool IsAssignment(string word) => word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        && word[..at].All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
