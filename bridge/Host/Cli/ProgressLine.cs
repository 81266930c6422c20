namespace Bridge.Host.Cli;

/// <summary>One line that says how far long work is and is gone when it is done; nothing where it cannot be drawn over.</summary>
/// <param name="output">Where it is shown.</param>
/// <param name="terminal">What may be shown there.</param>
internal sealed class ProgressLine(TextWriter output, Terminal terminal) : IDisposable
{
    // Clears to the end of the line (ECMA-48, EL). The cursor always waits at the start, so that a log line covers the text.
    private const string Clear = "\e[K";

    private string _shown = string.Empty;

    /// <summary>Shows a text in the place of the one before.</summary>
    public void Show(string text)
    {
        if (terminal.Draws && text != _shown)
        {
            output.Write($"{Clear}{text}\r");
            output.Flush();
            _shown = text;
        }
    }

    /// <summary>Takes it away.</summary>
    public void Dispose()
    {
        if (_shown.Length > 0)
        {
            output.Write(Clear);
            output.Flush();
            _shown = string.Empty;
        }
    }
}
