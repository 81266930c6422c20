using Bridge.EndToEnd.Scenes;
using Bridge.TestSupport.Mqtt;
using Bridge.TestSupport.Pages;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

/// <summary>Commands and files of pages, used as they stand there, with the built program and a real broker.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private const string Unplugged = "office: { driver: bme280, bus: 97, address: 0x76 }";

    private Scene _scene = null!;
    private PageShell _shell = null!;

    public async Task InitializeAsync()
    {
        _scene = await Scene.OpenAsync();
        _shell = new PageShell(_scene);
    }

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task What_the_page_of_logs_shows_reads_the_log_and_the_heartbeat()
    {
        if (Programs.Find("jq") is null)
        {
            return;
        }

        var bridge = await StartAsync(_scene.Meter, Unplugged);
        await ToldAsync("port_missing");
        _shell.Log(bridge.Errors);
        var page = Page.Read("docs/logs.md");
        var shown = new List<string>();
        foreach (var block in page.Blocks.Where(static block => block.Language == "sh" && !IsWatchdog(block)))
        {
            var (code, output, errors) = await _shell.RunAsync(block.Text);
            code.Should().Be(0, "{0}: {1}", block, errors);
            errors.Should().BeEmpty("{0}", block);
            shown.Add(output);
        }

        shown.Should().Contain(static output => output.Contains("office port_missing"))
            .And.Contain(static output => output.Contains("\"status\": \"online\""))
            .And.Contain("office: unavailable (port_missing)\n");
        (await bridge.LogAsync("Log level is debug now")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task The_watchdog_of_the_page_of_logs_tells_well_from_unwell_and_gone()
    {
        if (Programs.Find("jq") is null)
        {
            return;
        }

        var watchdog = Page.Read("docs/logs.md").Blocks.Single(IsWatchdog).Text;

        var well = await StartAsync(_scene.Meter);
        await ToldAsync("\"status\":\"ok\"");
        (await _shell.RunAsync(watchdog)).Code.Should().Be(0);
        await StopAsync(well);
        (await _shell.RunAsync(watchdog)).Code.Should().Be(4);

        await StartAsync(_scene.Meter, Unplugged);
        await ToldAsync("port_missing");
        (await _shell.RunAsync(watchdog)).Code.Should().Be(1);
    }

    [Fact]
    public async Task The_way_from_the_wire_to_the_screen_finds_nothing_wrong_with_a_bridge_that_is_well()
    {
        await StartAsync(_scene.Meter);
        var block = Page.Read("docs/troubleshooting.md").Below("Nothing, or the wrong thing, in Home Assistant")
            .First(static block => block.Language == "sh");

        var (_, output, errors) = await _shell.RunAsync(block.Text);

        output.Should().Contain("The configuration is good: 1 devices.").And.Contain("\"status\":\"online\"")
            .And.Contain("_meter/config {").And.EndWith("0 errors, 0 warnings.\n");
        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_page_of_backup_saves_from_a_running_bridge_comes_back_into_a_stopped_one()
    {
        var bridge = await StartAsync(_scene.Meter);
        var blocks = Page.Read("docs/backup.md").Below("A plain process")
            .Where(static block => block.Language == "sh").ToArray();

        (await _shell.RunAsync($"set -e\n{blocks[0].Text}")).Code.Should().Be(0);
        await StopAsync(bridge);
        File.Delete(_scene.Store);
        var (code, output, errors) = await _shell.RunAsync($"set -e\n{blocks[1].Text}");

        code.Should().Be(0, errors);
        output.Should().MatchRegex("instance +[0-9a-f]{8}\n").And.Contain("meter");
    }

    [Fact]
    public async Task The_configuration_of_the_first_steps_is_good()
    {
        var steps = Page.Read("docs/getting-started.md").Below("A plain process");
        _scene.Write(steps.Single(static block => block.Language == "yaml").Text);

        var (code, output, _) = await _shell.RunAsync("bridge check");

        steps.Should().Contain(static block => block.Text.StartsWith("bridge check\n", StringComparison.Ordinal));
        code.Should().Be(0);
        output.Should().EndWith("The configuration is good: 1 devices.\n");
    }

    [Fact]
    public async Task The_access_list_of_the_page_of_security_is_enough_for_bridge_and_home_assistant_and_for_nobody_else()
    {
        var list = Path.Combine(_scene.Folder, "acl");
        File.WriteAllText(list, Page.Read("docs/security.md").Blocks.Single(static block => block.Language == "conf").Text);
        await _scene.Broker.StopAsync();
        await _scene.Broker.StartAgainAsync(new MosquittoOptions { Lines = [$"acl_file {list}"] });
        _scene.Configure([_scene.Meter], ["username: bridge"]);
        var home = await _scene.ListenAsync("homeassistant", "any");
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();

        await home.FirstAsync("bridge/meter/state", static _ => true);
        await home.FirstAsync(
            static heard => heard.Topic.EndsWith("_meter/config", StringComparison.Ordinal), 0, "The document of the meter");
        await _shell.RunAsync("mosquitto_pub -u guest -t bridge/bridge/log_level/set -m critical");
        await _shell.RunAsync("mosquitto_pub -u homeassistant -t bridge/bridge/rediscover/set -m PRESS");
        await home.FirstAsync("bridge/bridge/result", static heard => heard["entity"] == "rediscover");

        bridge.Errors.Should().NotContain("refused").And.NotContain("Log level is");
        (await _shell.RunAsync("mosquitto_sub -u guest -t '#' -C 1")).Output.Should().BeEmpty();
    }

    private static bool IsWatchdog(Block block) => block.Text.Contains("fromdate", StringComparison.Ordinal);

    private static async Task StopAsync(RunningBridge bridge)
    {
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
    }

    private async Task<RunningBridge> StartAsync(params string[] devices)
    {
        _scene.Configure(devices);
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await bridge.LogAsync("Announced");
        return bridge;
    }

    /// <summary>Waits for a heartbeat that tells it.</summary>
    private async Task ToldAsync(string part)
    {
        var listener = await _scene.ListenAsync();
        await listener.FirstAsync("bridge/status", heard => heard.Payload.Contains(part, StringComparison.Ordinal));
    }
}
