using Bridge.Host.Cli;

namespace Bridge.Unit.Host.Cli;

public sealed class TerminalTests
{
    [Theory]
    [InlineData(true, "xterm-256color", null, true, true)]
    [InlineData(true, "xterm", "", true, true)] // no-color.org: an empty variable is none
    [InlineData(true, "xterm", "1", true, false)]
    [InlineData(true, "dumb", null, false, false)]
    [InlineData(true, null, null, false, false)]
    [InlineData(false, "xterm", null, false, false)]
    public void Draws_and_colours_only_where_a_terminal_can_and_a_person_wants_it(
        bool isTerminal, string? term, string? noColour, bool draws, bool colours)
    {
        var terminal = Terminal(isTerminal, ("TERM", term), ("NO_COLOR", noColour));

        (terminal.Draws, terminal.Colours).Should().Be((draws, colours));
    }

    [Fact]
    public void Progress_is_one_line_that_is_gone_in_the_end_and_nothing_without_a_terminal()
    {
        using var drawn = new StringWriter();
        using var plain = new StringWriter();
        using (var line = new ProgressLine(drawn, Terminal(true, ("TERM", "xterm"))))
        using (var none = new ProgressLine(plain, Terminal(false, ("TERM", "xterm"))))
        {
            line.Show("1 of 2");
            line.Show("1 of 2");
            none.Show("1 of 2");
        }

        drawn.ToString().Should().Be("\e[K1 of 2\r\e[K");
        plain.ToString().Should().BeEmpty();
    }

    private static Terminal Terminal(bool isTerminal, params ReadOnlySpan<(string Name, string? Value)> variables)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            if (value is not null)
            {
                environment[name] = value;
            }
        }

        return new(isTerminal, environment);
    }
}
