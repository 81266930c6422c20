using System.CommandLine;
using System.Text.RegularExpressions;
using Bridge.Devices.Drivers;
using Bridge.Host.Cli;
using Bridge.Host.Configuration.Loading;
using Bridge.Unit.Repository;

namespace Bridge.Unit.Host.Cli;

public sealed partial class CommandLineTests
{
    [Theory]
    [InlineData("bridge st", "state")]
    [InlineData("bridge state ", "export,import,reset,show,snapshot")]
    [InlineData("./out/bridge import ", "mqtt-io")]
    [InlineData("bridge completion ", "bash,fish,zsh")]
    [InlineData("bridge run --dr", "--dry-run")]
    [InlineData("bridge run --dry-run ", "")]
    [InlineData("bridge run --trace ", "mqtt")]
    [InlineData("bridge run --set mqtt.tls.ins", "mqtt.tls.insecure=")]
    [InlineData("bridge run --config ", "")] // a file: the shell's
    [InlineData("bridge import mqtt-io ", "")]
    [InlineData("bridge nothing-like-it", "")]
    [InlineData("bridge", "")]
    public void Completes_the_word_at_the_end_of_a_line(string line, string expected) =>
        CompletionCommand.Words(CommandLine.Root(), line).Should().BeEquivalentTo(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Completes_with_commands_that_are_there_and_not_with_the_hidden_one() =>
        CompletionCommand.Words(CommandLine.Root(), "bridge ").Should()
            .Contain(["run", "demo", "check", "import"])
            .And.NotContain(CompletionCommand.Suggest).And.OnlyContain(static word => char.IsAsciiLetterLower(word[0]));

    [Fact]
    public void The_help_of_every_command_has_examples_that_the_command_line_understands()
    {
        foreach (var command in All(CommandLine.Root()).Where(static command => !command.Hidden))
        {
            HelpPage.Of(command).Should().NotBeEmpty("{0} --help shows how it is used", command.Name);
            foreach (var example in HelpPage.Of(command))
            {
                foreach (Match call in Call().Matches(example))
                {
                    CommandLine.Root().Parse(call.Groups["line"].Value.Trim()).Errors.Should().BeEmpty(example);
                }
            }
        }
    }

    [Fact]
    public void The_help_tells_examples_and_exit_codes()
    {
        using var output = new StringWriter();

        CommandLine.Root().Parse(["--help"]).Invoke(new() { Output = output }).Should().Be(0);

        output.ToString().Should().Contain("Examples:\n  bridge demo\n").And.Contain("Exit codes:\n  0  a clean stop");
    }

    [Fact]
    public void Help_is_given_where_an_argument_is_missing_still() =>
        HelpPage.IsAsked(CommandLine.Root().Parse(["state", "reset", "--help"])).Should().BeTrue();

    [Fact]
    public void Every_exit_code_is_told_in_the_help_and_the_readme_and_reached_by_an_end_to_end_test()
    {
        var codes = HelpPage.ExitCodes.Select(static each => each.Code).ToArray();
        var reached = SourceTree.WithExtension(".cs").Where(static path => path.StartsWith("tests/EndToEnd/", StringComparison.Ordinal))
            .SelectMany(static path => Ending().Matches(SourceTree.Read(path)))
            .Select(static end => int.Parse(end.Groups["code"].Value)).Distinct();

        codes.Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);
        ReadmeRow().Matches(SourceTree.Read("README.md")).Select(static row => int.Parse(row.Groups["code"].Value))
            .Should().Equal(codes);
        reached.Should().Contain(codes);
    }

    [Fact]
    public void The_first_steps_show_a_configuration_that_loads()
    {
        var folder = Directory.CreateTempSubdirectory("bridge-first");
        try
        {
            var file = Path.Combine(folder.FullName, "bridge.yaml");
            File.WriteAllText(file, FirstSteps.Example);
            var loaded = new ConfigurationLoader(DriverCatalog.All).Load(new()
            {
                File = file,
                Environment = new Dictionary<string, string>(StringComparer.Ordinal),
                WorkingDirectory = folder.FullName,
            });

            loaded.Faults.Should().BeEmpty();
            loaded.IsNothingGiven.Should().BeFalse();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    [GeneratedRegex(@"(^|[|(] ?)bridge(?<line>[^|>&)]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"(ExitAsync\([^;\n]*?\)\)\.Should\(\)\.Be\(|SaysAsync\()(?<code>[0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ending();

    [GeneratedRegex(@"^\| (?<code>[0-9]) \| ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex ReadmeRow();
}
