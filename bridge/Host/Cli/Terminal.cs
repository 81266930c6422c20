namespace Bridge.Host.Cli;

/// <summary>What one output of the program may show: tables and progress are for terminals that can move the cursor.</summary>
/// <param name="IsTerminal">False when the output goes to a file or another program.</param>
/// <param name="Environment">Environment variables.</param>
internal sealed record Terminal(bool IsTerminal, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Standard output.</summary>
    public static Terminal Output => new(!Console.IsOutputRedirected, SourceOptions.Environment());

    /// <summary>Standard error.</summary>
    public static Terminal Errors => new(!Console.IsErrorRedirected, SourceOptions.Environment());

    /// <summary>Whether what is shown may be drawn over.</summary>
    public bool Draws => IsTerminal && Environment.GetValueOrDefault("TERM") is not (null or "" or "dumb");

    /// <summary>Whether it may be coloured (no-color.org).</summary>
    public bool Colours => Draws && string.IsNullOrEmpty(Environment.GetValueOrDefault("NO_COLOR"));
}
