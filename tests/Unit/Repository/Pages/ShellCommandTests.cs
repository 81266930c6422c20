namespace Bridge.Unit.Repository.Pages;

public sealed class ShellCommandTests
{
    [Theory]
    [InlineData("a b  c", "a b c")]
    [InlineData("a \\\n  b", "a b")]
    [InlineData("a | b && c; d || e", "a/b/c/d/e")]
    [InlineData("a 'b | c' \"d; $HOME\"", "a b | c d; $HOME")]
    [InlineData("a  # b; c\nd#e", "a/d#e")]
    [InlineData("a >b 2>&1 <c d", "a d")]
    [InlineData("a $(b c) \"x $(d)\"", "b c/d/a $(…) x $(…)")]
    [InlineData("source <(a b)", "a b/source $(…)")]
    [InlineData("X=1 sudo -u me a; timeout 5 b", "a/b")]
    [InlineData("if a; then b; fi", "a/b")]
    [InlineData("(a; b)", "a/b")]
    public void Takes_a_script_apart_into_commands(string script, string expected) =>
        string.Join('/', ShellCommand.Of(script).Select(static command => string.Join(' ', command.Words)))
            .Should().Be(expected);

    [Fact]
    public void A_command_behind_a_bar_knows_what_it_reads()
    {
        var commands = ShellCommand.Of("a | b\nc || d");

        commands[1].Piped.Should().BeSameAs(commands[0]);
        commands.Where(static command => command.Piped is not null).Should().ContainSingle();
    }
}
