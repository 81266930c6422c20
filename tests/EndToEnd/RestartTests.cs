using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class RestartTests : IAsyncLifetime
{
    private const int Lives = 30;
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task The_will_of_a_killed_bridge_never_stands_against_a_living_one()
    {
        var listener = await _scene.ListenAsync();
        for (var life = 0; life < Lives; life++)
        {
            var start = listener.Count;
            var bridge = _scene.Start();
            if (life % 3 == 1)
            {
                await bridge.LogAsync("Connected to"); // killed in the middle of its announcement
            }
            else
            {
                await listener.HeartbeatAsync(start);
                await listener.SyncAsync();
                LastStatus(listener).Should().NotBe("offline", $"life {life} is alive");
            }

            await bridge.KillAsync();
        }

        var last = listener.Count;
        var survivor = _scene.Start();
        await listener.HeartbeatAsync(last);
        await listener.SyncAsync();
        LastStatus(listener).Should().NotBe("offline");
        (await Listener.RetainedAsync(_scene.Broker.Port))["bridge/status"].Should().StartWith("{");
    }

    private static string LastStatus(Listener listener) =>
        listener.From(0).Last(static heard => heard.Topic == "bridge/status").Payload;
}
