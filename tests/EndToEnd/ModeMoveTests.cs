using System.Collections.Immutable;
using System.Text;
using Bridge.Discovery.Contract;
using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

/// <summary>What Home Assistant keeps when the form of discovery changes, and the program is killed at that.</summary>
public sealed class ModeMoveTests : IAsyncLifetime
{
    private const string Document = "homeassistant/device/";
    private const string Office = "4f1a2b3c_office";

    private Scene _scene = null!;
    private Listener _listener = null!;
    private Home _home = null!;

    public async Task InitializeAsync()
    {
        _scene = await Scene.OpenAsync();
        _listener = await _scene.ListenAsync();
        _home = new(_listener);
        await _listener.PublishAsync("bridge/bridge/state", """{"instance":"4f1a2b3c"}""", retain: true);
    }

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Theory]
    [InlineData("device", "component")]
    [InlineData("component", "device")]
    public async Task Killed_in_each_phase_of_a_move_the_bridge_goes_on_and_no_entity_is_lost(string from, string to)
    {
        var old = await AnnounceAsync(from);
        var before = await _home.NumbersAsync();
        before.Keys.Should().Contain($"{Office}-temperature");

        Configure(to);
        await KillAtAsync(static heard => heard.Payload.Contains("migrate_discovery", StringComparison.Ordinal));
        await KillAtAsync(heard => IsConfiguration(heard) && heard.Topic.StartsWith(Document, StringComparison.Ordinal) == (to == "device"));
        await KillAtAsync(heard => old.Contains(heard.Topic) && heard.Payload.Length == 0);
        var bridge = _scene.Start();
        await bridge.LogAsync("Removed ");
        await StopAsync(bridge);

        (await _home.NumbersAsync()).Should().Equal(before);
        _home.Kept.Keys.Should().NotContain(old).And.Contain(topic => topic.StartsWith("homeassistant/", StringComparison.Ordinal));
        _home.Complaints.Should().BeEmpty();
        foreach (var (topic, payload) in _home.Kept.Where(static each => IsConfiguration(each.Key)))
        {
            Lint.Check(topic, Encoding.UTF8.GetBytes(payload)).Should().BeEmpty(topic);
        }
    }

    [Theory]
    [InlineData("device", "component")]
    [InlineData("component", "device")]
    public async Task What_is_taken_out_after_a_move_was_killed_is_gone_and_everything_else_is_kept(string from, string to)
    {
        await AnnounceAsync(from, withMore: true);
        var before = await _home.NumbersAsync();
        before.Keys.Should().Contain([$"{Office}-dew_point", "4f1a2b3c_cellar-temperature"]);

        Configure(to, withMore: true);
        await KillAtAsync(static heard => heard.Payload.Contains("migrate_discovery", StringComparison.Ordinal)
            && heard.Topic.Contains("_cellar/", StringComparison.Ordinal));
        Configure(to);
        var bridge = _scene.Start();
        await bridge.LogAsync("Announced ");
        var announced = Array.FindIndex(bridge.Errors.Split('\n'), static line => line.Contains("Announced ", StringComparison.Ordinal));
        await bridge.LogAsync("Removed ", announced); // topics of what has moved; those of what is gone were cleared before
        await StopAsync(bridge);

        (await _home.NumbersAsync()).Should().Equal(before.RemoveRange(before.Keys.Where(static id =>
            id == $"{Office}-dew_point" || id.StartsWith("4f1a2b3c_cellar-", StringComparison.Ordinal))));
        _home.Kept.Keys.Should().NotContain(static topic =>
            topic.Contains("cellar", StringComparison.Ordinal) || topic.Contains("dew_point", StringComparison.Ordinal));
        _home.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData("device", "4f1a2b3c_office/config")]
    [InlineData("component", "4f1a2b3c_office/humidity/config")]
    public async Task What_was_deleted_in_Home_Assistant_while_the_bridge_was_away_stays_away(string mode, string deleted)
    {
        var topics = await AnnounceAsync(mode);
        var topic = topics.Single(each => each.EndsWith(deleted, StringComparison.Ordinal));

        await _listener.PublishAsync(topic, string.Empty, retain: true);
        var bridge = _scene.Start();
        await bridge.LogAsync("was deleted in Home Assistant");
        await bridge.LogAsync("Announced ");
        await StopAsync(bridge);

        (await Listener.RetainedAsync(_scene.Broker.Port)).Keys.Where(IsConfiguration)
            .Should().BeEquivalentTo(topics.Remove(topic));
    }

    private static bool IsConfiguration(Heard heard) => IsConfiguration(heard.Topic);

    private static bool IsConfiguration(string topic) => topic.EndsWith("/config", StringComparison.Ordinal);

    private void Configure(string mode, bool withMore = false) => _scene.Write($$"""
        mqtt: { host: 127.0.0.1, port: {{_scene.Broker.Port}}, reconnect_interval: 200ms, reconnect_max_interval: 1s }
        state: { path: {{_scene.Store}} }
        health: { file: {{_scene.Health}} }
        home_assistant: { discovery_mode: {{mode}} }
        devices:
          office: { driver: bme280, bus: 97, address: 0x76{{(withMore ? ", derived: { dew_point: {} }" : "")}} }
          {{(withMore ? "cellar: { driver: bme280, bus: 97, address: 0x77 }" : "")}}
        """);

    /// <summary>A first life; the configuration topics it leaves.</summary>
    private async Task<ImmutableHashSet<string>> AnnounceAsync(string mode, bool withMore = false)
    {
        Configure(mode, withMore);
        var bridge = _scene.Start();
        await bridge.LogAsync("Announced ");
        await StopAsync(bridge);
        return [.. (await Listener.RetainedAsync(_scene.Broker.Port)).Keys.Where(IsConfiguration)];
    }

    private async Task KillAtAsync(Func<Heard, bool> moment)
    {
        var start = _listener.Count;
        var bridge = _scene.Start();
        await _listener.FirstAsync(moment, start, "The moment to kill");
        await bridge.KillAsync();
    }

    private static async Task StopAsync(RunningBridge bridge)
    {
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
    }
}
