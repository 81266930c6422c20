using System.Text;

namespace Bridge.Host.Configuration.Sources;

/// <summary>
/// A <c>.env</c> file: <c>KEY=VALUE</c> lines, comments, quotes, <c>export</c> before a name. Of a name given twice,
/// the last counts, as in a shell.
/// </summary>
/// <param name="path">The file, with its whole path.</param>
/// <param name="display">The file as messages name it.</param>
internal sealed class EnvFileProvider(string path, string display) : EnvironmentProvider([])
{
    private List<Variable>? _variables;

    /// <inheritdoc/>
    protected override IEnumerable<Variable> Variables() => _variables ??= ReadFile();

    /// <inheritdoc/>
    protected override void Clash(SourceNode first, SourceNode second)
    {
    }

    private List<Variable> ReadFile()
    {
        if (FileText.TryRead(path, out var text) is { } trouble)
        {
            Unreadable(display, trouble);
            return [];
        }

        var variables = new List<Variable>();
        foreach (var (index, raw) in text.Split('\n').Index())
        {
            var line = raw.Trim();
            var place = $"{display}:{index + 1}";
            if (line is [] or ['#', ..])
            {
                continue;
            }

            var name = NameOf(line, out var value);
            if (name is null || Unquote(value) is not { } plain)
            {
                Fault(place, string.Empty, name is null
                    ? "expected KEY=VALUE"
                    : $"the value of {name} has a quote that is not closed, or text after it");
                continue;
            }

            variables.Add(new Variable(name, plain, place));
        }

        return variables;
    }

    private static string? NameOf(string line, out string value)
    {
        var rest = line.StartsWith("export ", StringComparison.Ordinal) ? line[7..].TrimStart() : line;
        var equals = rest.IndexOf('=', StringComparison.Ordinal);
        value = equals < 0 ? string.Empty : rest[(equals + 1)..].Trim();
        var name = equals < 0 ? string.Empty : rest[..equals].TrimEnd();
        return name.Length > 0 && name.All(IsOfName) ? name : null;
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-';

    // Null when a quote is not closed.
    private static string? Unquote(string value)
    {
        if (value is not ['"' or '\'', ..])
        {
            var comment = value.IndexOf(" #", StringComparison.Ordinal);
            return value.StartsWith('#') ? string.Empty : comment < 0 ? value : value[..comment].TrimEnd();
        }

        var quote = value[0];
        var plain = new StringBuilder();
        for (var at = 1; at < value.Length; at++)
        {
            if (value[at] == quote)
            {
                var after = value[(at + 1)..].TrimStart();
                return after is [] or ['#', ..] ? plain.ToString() : null;
            }

            var escaped = quote == '"' && value[at] == '\\' && at + 1 < value.Length;
            plain.Append(escaped ? Escaped(value[++at]) : value[at]);
        }

        return null;
    }

    private static string Escaped(char letter) => letter switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        '"' or '\\' or '$' => letter.ToString(),
        _ => $"\\{letter}",
    };
}
