using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

public sealed class DemoTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Shows_its_devices_as_lines_without_hardware_and_without_a_broker()
    {
        var bridge = _scene.StartPlain("demo");

        await bridge.OutputAsync("Loopback broker on 127.0.0.1:");
        await bridge.OutputAsync("Demo office online: .*temperature [0-9]");
        await bridge.OutputAsync("Demo meter online: .*power_import [0-9]");
        await bridge.OutputAsync("Demo heat pump online: .*power [0-9]+\\.[0-9] W.*energy_total [0-9]");
        await bridge.OutputAsync("Demo panel online: .*bell (press|multi_press|long_press)_");
        bridge.Send(Signal.Interrupt);
        (await bridge.ExitAsync()).Should().Be(0);
        bridge.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Ends_by_itself_after_the_time_that_was_given()
    {
        var bridge = _scene.StartPlain("demo", "--seconds", "2");

        (await bridge.ExitAsync()).Should().Be(0);
        bridge.Output.Should().Contain("Loopback broker on 127.0.0.1:");
        bridge.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Leaves_nothing_retained_on_a_broker_of_others()
    {
        var listener = await _scene.ListenAsync();
        await listener.PublishAsync("bridge/status", "offline", retain: true);
        var bridge = StartAtBroker();

        await listener.FirstAsync("bridge-demo/demo_office/availability", "online");
        await listener.FirstAsync("bridge-demo/demo_meter/availability", "online");
        await listener.FirstAsync("bridge-demo/demo_heat_pump/availability", "online");
        (await listener.FirstAsync("bridge-demo/demo_panel/bell/event", static heard => heard["event_type"] is not null))
            .Retain.Should().BeFalse();
        await Documents.ShouldBeTakenAsync(await Listener.RetainedAsync(_scene.Broker.Port));
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);

        (await Listener.RetainedAsync(_scene.Broker.Port)).Keys.Should().Equal("bridge/status");
    }

    [Fact]
    public async Task Leaves_its_devices_there_when_asked_to()
    {
        var listener = await _scene.ListenAsync();
        var bridge = StartAtBroker("--keep");
        await listener.FirstAsync("bridge-demo/demo_office/availability", "online");
        await listener.FirstAsync("bridge-demo/demo_meter/availability", "online");
        await listener.FirstAsync("bridge-demo/demo_heat_pump/availability", "online");
        await listener.FirstAsync("bridge-demo/status", static heard => heard["status"] == "online");
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);

        var retained = await Listener.RetainedAsync(_scene.Broker.Port);
        retained["bridge-demo/status"].Should().Be("offline");
        retained.Keys.Should().Contain("bridge-demo/demo_office/state").And.Contain("bridge-demo/demo_meter/state")
            .And.Contain("bridge-demo/demo_heat_pump/state");
    }

    private RunningBridge StartAtBroker(params IEnumerable<string> more) => _scene.StartPlain(
        ["demo", "--broker", $"mqtt://127.0.0.1:{_scene.Broker.Port}", .. more]);
}
