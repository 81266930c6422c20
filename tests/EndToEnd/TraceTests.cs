using Bridge.EndToEnd.Scenes;
using Bridge.TestSupport.Mqtt;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

/// <summary><c>--trace mqtt</c>: what goes over the wire, without secrets.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Each_packet_is_a_line_without_password_and_payload()
    {
        await _scene.Broker.KillAsync();
        await _scene.Broker.StartAgainAsync(new MosquittoOptions("bob", "hunter2"));
        _scene.Configure([_scene.Meter], ["username: bob", "password: hunter2"]);
        var listener = await _scene.ListenAsync("bob", "hunter2");
        var bridge = _scene.Start("run", "--trace", "mqtt");
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.StateAsync("meter", "power_import", "1193");
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);

        var debug = bridge.Lines("debug").Select(Heard.Parse).ToArray();
        debug.Should().OnlyContain(static line => line.GetProperty("logger").GetString() == "Mqtt");
        var packets = debug.Select(static line => line.GetProperty("message").GetString()).ToArray();
        packets[0].Should().StartWith("-> CONNECT level 5 client 'bridge-").And.EndWith(" username password");
        packets[1].Should().StartWith("<- CONNACK success session-present no");
        packets.Should().ContainMatch("-> CONNECT * will 'bridge/status' QoS 1 retain (7 bytes) username password")
            .And.ContainMatch("-> SUBSCRIBE id * 'bridge/*/set' QoS 1 no-local retain-as-published retain-handling 2*")
            .And.ContainMatch("<- SUBACK id * granted-qos-1*")
            .And.ContainMatch("-> PUBLISH id * QoS 1 retain 'bridge/meter/state' * bytes")
            .And.ContainMatch("<- PUBACK id * success");
        packets[^1].Should().Be("-> DISCONNECT normal-disconnection");
        bridge.Errors.Should().NotContain("hunter2").And.NotContain("'bob'").And.NotContain("power_import");
    }

    [Fact]
    public async Task What_cannot_be_traced_is_a_fault_that_names_what_can()
    {
        var bridge = _scene.Start("run", "--trace", "mqtt,wires");

        (await bridge.ExitAsync()).Should().Be(2);
        bridge.Errors.Should().Contain("--trace knows no 'wires'; it can trace: mqtt");
    }
}
