using System.Net;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Loopback;

namespace Bridge.Unit.Mqtt;

/// <summary>Callers go on where the client reads: one that blocks there must stop nobody.</summary>
public sealed class BlockingCallerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly MqttMessage Message = new("a", "b"u8.ToArray(), MqttQos.AtLeastOnce, Retain: false);

    private readonly LoopbackBroker _broker = LoopbackBroker.Start(new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System);
    private readonly MqttClient _client = new(TimeProvider.System);

    public async Task InitializeAsync() =>
        await _client.ConnectAsync(new("127.0.0.1", _broker.Endpoint.Port, "me"), CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync().AsTask().WaitAsync(Patience);
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_caller_may_wait_for_its_next_publish_with_its_thread()
    {
        for (var i = 0; i < 3; i++)
        {
            (await OnThePool(PublishTwiceAsync).WaitAsync(Patience)).Should().BeTrue();
        }
    }

    [Fact]
    public async Task A_caller_that_blocks_keeps_nobody_who_was_answered_with_it()
    {
        using var isFree = new ManualResetEventSlim();
        var blocked = Enumerable.Range(0, 5).Select(_ => OnThePool(() => PublishAndBlockAsync(isFree))).ToArray();
        var others = Enumerable.Range(0, 20).Select(_ => OnThePool(PublishAsync)).ToArray();

        await Task.WhenAll(others).WaitAsync(Patience);
        isFree.Set();

        await Task.WhenAll(blocked).WaitAsync(Patience);
        _client.IsConnected.Should().BeTrue();
    }

    /// <summary>Without the test's own synchronisation context, which would carry each caller elsewhere.</summary>
    private static Task<bool> OnThePool(Func<Task<bool>> work) => Task.Run(work);

    private async Task<bool> PublishAsync() =>
        await _client.PublishAsync(Message, CancellationToken.None) < MqttReasonCode.UnspecifiedError;

    private async Task<bool> PublishTwiceAsync()
    {
        await PublishAsync();
        return PublishAsync().Wait(Patience);
    }

    private async Task<bool> PublishAndBlockAsync(ManualResetEventSlim isFree)
    {
        await PublishAsync();
        return isFree.Wait(Patience);
    }
}
