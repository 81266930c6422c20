using Bridge.EndToEnd.Scenes;
using Bridge.TestSupport;

namespace Bridge.EndToEnd;

public sealed class DemoConfigurationTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_configuration_can_name_the_wires_of_the_demo()
    {
        var bridge = _scene.StartPlain(
            "run", "--dry-run", "--config", Path.Combine(Checkout.Root, "deploy", "demo", "bridge.yaml"));

        (await bridge.ExitAsync()).Should().Be(0, bridge.Errors);
        bridge.Output.Should().MatchRegex(@"bridge/demo_office/state .*""temperature"":[0-9]")
            .And.MatchRegex(@"bridge/demo_meter/state .*""power_import"":[0-9]")
            .And.MatchRegex(@"bridge/demo_heat_pump/state .*""power"":[0-9]")
            .And.MatchRegex(@"bridge/demo_panel/state .*""lamp"":false");
    }
}
