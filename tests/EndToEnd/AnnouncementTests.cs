using System.Globalization;
using System.Text.Json;
using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

public sealed class AnnouncementTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Shows_a_meter_with_its_exact_values()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram(power: "01.193");

        var state = (await listener.StateAsync("meter", "power_import", "1193")).Json;
        state.GetProperty("energy_import_t1").GetDecimal().Should().Be(4321.987m);
        state.GetProperty("energy_import_t2").GetDecimal().Should().Be(1234.5m);
        state.GetProperty("energy_export_t1").GetDecimal().Should().Be(1581.123m);
        state.GetProperty("voltage_l1").GetDecimal().Should().Be(229.9m);
        state.GetProperty("gas").GetDecimal().Should().Be(981.443m);
        state.GetProperty("tariff").GetString().Should().Be("2");
        state.GetProperty("telegram_time").GetDateTimeOffset().Should()
            .Be(DateTimeOffset.Parse("2026-01-15T20:30:00+01:00", CultureInfo.InvariantCulture));
        await listener.FirstAsync("bridge/meter/availability", "online");
        var diagnostics = await listener.FirstAsync(
            "bridge/meter/diagnostics", static heard => heard["status"] == "ok");
        diagnostics["last_success_at"].Should().NotBeNullOrEmpty();
        diagnostics["consecutive_failures"].Should().Be("0");
        var heartbeat = await listener.FirstAsync("bridge/status", static heard =>
            heard.Json is { ValueKind: JsonValueKind.Object } json
            && json.GetProperty("devices").GetProperty("meter").GetProperty("status").GetString() == "ok");
        heartbeat["instance"].Should().MatchRegex("^[0-9a-f]{8}$");
        heartbeat["run"].Should().NotBeNullOrEmpty();
        heartbeat.Json.GetProperty("uptime_s").GetInt64().Should().BeInRange(0, 60);
        heartbeat["version"].Should().Be("0.1.0");
        listener.From(0).Where(static heard => heard.Topic.StartsWith("bridge/", StringComparison.Ordinal))
            .Should().OnlyContain(static heard => heard.Retain);
    }

    [Fact]
    public async Task Every_retained_document_is_one_that_home_assistant_takes()
    {
        _scene.Configure([_scene.Meter, "office: { driver: bme280, bus: 97, address: 0x76, area: Office }"]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.StateAsync("meter", "power_import", "1193");

        await listener.SyncAsync();
        var retained = await Listener.RetainedAsync(_scene.Broker.Port);
        var instance = Heard.Parse(retained["bridge/bridge/state"]).GetProperty("instance").GetString();
        retained.Keys.Should().Contain(
        [
            $"homeassistant/device/{instance}_bridge/config",
            $"homeassistant/device/{instance}_meter/config",
            $"homeassistant/device/{instance}_office/config",
        ]);
        var document = Heard.Parse(retained[$"homeassistant/device/{instance}_meter/config"]);
        var components = document.GetProperty("components");
        var power = components.GetProperty("power_import");
        power.GetProperty("unique_id").GetString().Should().Be($"{instance}_meter-power_import");
        power.GetProperty("unit_of_measurement").GetString().Should().Be("W");
        power.GetProperty("device_class").GetString().Should().Be("power");
        power.GetProperty("state_class").GetString().Should().Be("measurement");
        power.GetProperty("default_entity_id").GetString().Should().Be("sensor.meter_power_import");
        power.GetProperty("value_template").GetString().Should().Be("{{ value_json['power_import'] | default(none) }}");
        await Documents.ShouldBeTakenAsync(retained);
    }

    [Fact]
    public async Task Announces_in_the_order_of_the_contract()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.HeartbeatAsync();

        var order = listener.From(0).Select(static heard => Rank(heard.Topic)).ToArray();
        order.Should().BeInAscendingOrder();
        order.Should().Contain([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task Announces_everything_again_when_home_assistant_comes_up()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.FirstAsync("bridge/meter/diagnostics", static heard => heard["status"] == "ok");
        var heartbeat = await listener.HeartbeatAsync();
        var document = $"homeassistant/device/{heartbeat["instance"]}_meter/config";
        // What the first telegram made known is announced by itself.
        await listener.FirstAsync(document, static heard => heard.Json.GetProperty("components").TryGetProperty("gas", out _));

        var start = listener.Count;
        var since = TimeProvider.System.GetTimestamp();
        await listener.PublishAsync("homeassistant/status", "online");
        await listener.FirstAsync(document, static heard => heard.Json.TryGetProperty("components", out _), start);
        TimeProvider.System.GetElapsedTime(since).Should().BeGreaterThan(TimeSpan.FromMilliseconds(990));
        await listener.FirstAsync("bridge/meter/availability", "online", start);
        await listener.StateAsync("meter", "power_import", "1193", start);
        await listener.FirstAsync("bridge/meter/diagnostics", static heard => heard["status"] == "ok", start);
        await listener.HeartbeatAsync(start);
    }

    [Fact]
    public async Task Does_the_same_with_mqtt_3_1_1()
    {
        _scene.Configure([_scene.Meter], mqtt: ["protocol: 3.1.1"]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.LogAsync("with MQTT 3.1.1");
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.StateAsync("meter", "power_import", "1193");
        await listener.FirstAsync("bridge/meter/availability", "online");

        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
        await listener.FirstAsync("bridge/status", "offline");
        await Documents.ShouldBeTakenAsync(await Listener.RetainedAsync(_scene.Broker.Port));
    }

    private static int Rank(string topic) => topic switch
    {
        _ when topic.EndsWith("/config", StringComparison.Ordinal) => 0,
        _ when topic.EndsWith("/availability", StringComparison.Ordinal) => 1,
        _ when topic.EndsWith("/state", StringComparison.Ordinal) => 2,
        _ when topic.EndsWith("/diagnostics", StringComparison.Ordinal) => 3,
        "bridge/status" => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, "not a topic of an announcement"),
    };
}
