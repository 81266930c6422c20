using System.Collections.Immutable;
using System.Diagnostics;
using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

/// <summary>What a person sees in a terminal, by <c>script</c>, which gives a program one; and in a shell.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Table = "╭";
    private const string Colour = "\e[38;";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-terminal").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("TERM=xterm-256color", true, true)]
    [InlineData("TERM=xterm-256color NO_COLOR=1", true, false)]
    [InlineData("TERM=dumb", false, false)]
    public async Task The_demo_draws_and_colours_as_the_terminal_can(string variables, bool draws, bool colours)
    {
        var (code, shown) = await InTerminalAsync($"env -u NO_COLOR {variables} {RunningBridge.Program} demo --seconds 5");

        code.Should().Be(0, shown);
        shown.Contains(Table, StringComparison.Ordinal).Should().Be(draws, shown);
        shown.Contains("\e[", StringComparison.Ordinal).Should().Be(draws, shown);
        shown.Contains(Colour, StringComparison.Ordinal).Should().Be(colours, shown);
        shown.Should().Contain("Demo office");
    }

    [Fact]
    public async Task A_dry_run_tells_how_far_it_is_in_a_terminal_and_leaves_no_trace_of_it()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "bridge.yaml"), "devices: { meter: { driver: dsmr, port: /dev/null, stale_after: 2s } }\n");

        var (_, shown) = await InTerminalAsync($"env TERM=xterm {RunningBridge.Program} run --dry-run");
        var (_, plain) = await InTerminalAsync($"env TERM=xterm {RunningBridge.Program} run --dry-run 2>&1 | cat");

        shown.Should().Contain("0 of 1 devices have been read\r");
        plain.Should().NotContain("devices have been read");
    }

    [Theory]
    [InlineData]
    [InlineData("run", "--dry-run")]
    public async Task Without_any_configuration_it_says_what_to_do_next(params string[] arguments)
    {
        var noImage = ImmutableDictionary<string, string>.Empty.Add("DOTNET_RUNNING_IN_CONTAINER", string.Empty);
        await using var bridge = new RunningBridge(_folder, noImage, isRead: true, arguments);

        (await bridge.ExitAsync()).Should().Be(1);
        bridge.Errors.Should().Contain("There is no configuration").And.Contain("bridge demo").And.Contain("driver: bme280")
            .And.Contain("bridge check").And.NotContain("\e");
        bridge.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Bash_completes_commands_options_and_keys()
    {
        var script = $$"""
            source <({{RunningBridge.Program}} completion bash)
            complete -p bridge
            for line in 'bridge st' 'bridge state re' 'bridge run --dry' 'bridge run --set mqtt.ho'; do
              COMP_LINE=$line; COMP_POINT=${#line}
              _bridge {{RunningBridge.Program}} 2>/dev/null
              echo "$line: ${COMPREPLY[*]}"
            done
            """;

        var (code, shown) = await RunAsync("bash", ["--norc", "-c", script]);

        code.Should().Be(0, shown);
        shown.Split('\n').Should().Contain(
        [
            "bridge st: state", "bridge state re: reset", "bridge run --dry: --dry-run", "bridge run --set mqtt.ho: mqtt.host=",
        ]);
    }

    [Fact]
    public async Task What_comes_from_mqtt_io_is_a_configuration_that_the_check_finds_good()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "config.yml"), """
            mqtt: { host: localhost, password: secret, client_id: pi }
            sensor_modules: [{ name: attic, module: bme280, i2c_bus_num: 1, chip_addr: 0x76 }]
            sensor_inputs: [{ name: attic_temp, module: attic, digits: 1 }]
            """);

        await using var import = new RunningBridge(_folder, "import", "mqtt-io", "config.yml", "--output", "bridge.yaml");
        (await import.ExitAsync()).Should().Be(0, import.Errors);
        import.Errors.Should().Contain("left out: config.yml:1: mqtt.client_id: ").And.EndWith("1 left out; each is a comment at its place.");
        await using var check = new RunningBridge(_folder, "check");
        (await check.ExitAsync()).Should().Be(0, check.Errors);
        check.Output.Should().Contain("attic  bme280 on /dev/i2c-1 0x76, every 1m");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(_folder, "bridge.yaml")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var again = new RunningBridge(_folder, "import", "mqtt-io", "config.yml", "--output", "bridge.yaml");
        (await again.ExitAsync()).Should().Be(2);
        again.Errors.Should().Contain("exists");
    }

    private Task<(int Code, string Shown)> InTerminalAsync(string command) =>
        RunAsync("script", ["--quiet", "--return", "--command", command, "/dev/null"]);

    private async Task<(int Code, string Shown)> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var shown = await process.StandardOutput.ReadToEndAsync(patience.Token) + await errors;
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, shown);
    }
}
