using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Client;

namespace Bridge.Unit.Mqtt.Client;

/// <summary>Bytes allocated in the whole process for a message in steady state; nothing may run beside.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class AllocationTests : IDisposable
{
    private const int Messages = 2_000;
    private const int InFlight = 50;

#if DEBUG
    private const int Unoptimised = 64; // a debug build makes an object for each async call
#else
    private const int Unoptimised = 0;
#endif

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ValueTask<MqttReasonCode>[] _publishes = new ValueTask<MqttReasonCode>[InFlight];

    public AllocationTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(MqttQos.AtMostOnce, 64)]
    [InlineData(MqttQos.AtLeastOnce, 128)]
    public async Task A_message_costs_next_to_no_garbage(MqttQos qos, int limit)
    {
        var peer = new Thread(AcknowledgeAll) { IsBackground = true };
        peer.Start();
        await using var client = new MqttClient(TimeProvider.System);
        await client.ConnectAsync(
            new("127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port, "me"), CancellationToken.None);
        var message = new MqttMessage("bridge/office/state", new byte[64], qos, Retain: false);
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++) // the first ones fill pools; the least is without what others allocate
        {
            least = Math.Min(least, await AllocatedByAsync(client, message));
        }

        (least / (double)Messages).Should().BeLessThanOrEqualTo(limit + Unoptimised);
    }

    private async Task<long> AllocatedByAsync(MqttClient client, MqttMessage message)
    {
#pragma warning disable CA2012 // each is awaited once, as many messages later as are in flight
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Messages; i++)
        {
            await _publishes[i % InFlight];
            _publishes[i % InFlight] = client.PublishAsync(message, CancellationToken.None);
        }

        for (var i = 0; i < InFlight; i++)
        {
            await _publishes[i];
            _publishes[i] = default;
        }

        return GC.GetTotalAllocatedBytes(precise: true) - before;
#pragma warning restore CA2012
    }

    /// <summary>A broker of one client that allocates nothing: all packets are shorter than 128 bytes.</summary>
    private void AcknowledgeAll()
    {
        using var socket = _listener.Accept();
        socket.NoDelay = true;
        var received = new byte[64 * 1024];
        var answers = new byte[64 * 1024];
        var end = 0;
        while (socket.Receive(received.AsSpan(end)) is > 0 and var count)
        {
            end += count;
            var (start, answered) = (0, 0);
            while (end - start >= 2 && end - start >= 2 + received[start + 1])
            {
                answered += Answer(received.AsSpan(start), answers.AsSpan(answered));
                start += 2 + received[start + 1];
            }

            received.AsSpan(start, end - start).CopyTo(received);
            end -= start;
            socket.Send(answers.AsSpan(0, answered));
        }
    }

    private static int Answer(ReadOnlySpan<byte> packet, Span<byte> answer)
    {
        ReadOnlySpan<byte> bytes = (packet[0] >> 4, packet[0] & 0b0110) switch
        {
            (1, _) => [0x20, 0x03, 0x00, 0x00, 0x00],
            (3, 0b0010) => [0x40, 0x02, packet[4 + packet[3]], packet[5 + packet[3]]],
            _ => [],
        };
        bytes.CopyTo(answer);
        return bytes.Length;
    }
}

/// <summary>Tests that measure the process.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
