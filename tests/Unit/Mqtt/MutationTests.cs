using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Loopback;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

/// <summary>
/// Whole connections on which one byte of a valid packet is another one, to the client and to the loopback broker: they end
/// as the standard says or go on, but nothing crashes and nothing hangs.
/// </summary>
public sealed class MutationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What brokers send of MQTT 5; 1 and 2 are publishes under way, of QoS 1 and 2, and 3 a subscribe request.</summary>
    private static readonly string[] FromBroker =
    [
        "20 09 00 00 06 210014 13001E",
        "31 05 0001 61 00 78",
        "33 0F 0003 612F62 0001 05 020000003C 2122",
        "35 0C 0001 61 0001 05 23 0001 0B 07 78",
        "40 04 0001 10 00",
        "50 04 0002 10 00",
        "62 04 0001 92 00",
        "70 02 0002",
        "90 0A 0003 06 1F 0003 616263 00",
        "B0 04 0003 00 11",
        "D0 00",
        "E0 0A 9C 08 1C 0001 78 1F 0001 79",
        "F0 08 18 06 15 0003 616263",
    ];

    private static readonly string[] FromClient =
    [
        "10 1A 0004 4D515454 05 EE 003C 00 0001 61 00 0001 77 0001 78 0001 75 0000",
        "31 07 0001 61 02 01 01 78",
        "33 0F 0003 612F62 0001 05 020000003C 2122",
        "35 08 0001 61 0001 00 7878",
        "40 04 0001 10 00",
        "50 04 0001 10 00",
        "62 04 0001 92 00",
        "70 02 0001",
        "82 0B 0001 02 0B 07 0003 612F62 2D",
        "A2 08 0001 00 0003 612F62",
        "C0 00",
        "E0 07 04 05 11 00000064",
        "F0 08 18 06 15 0003 616263",
    ];

    public static TheoryData<string> ClientPackets { get; } = [.. FromClient];

    public static TheoryData<string> BrokerPackets { get; } = [.. FromBroker];

    [Theory, MemberData(nameof(BrokerPackets))]
    public async Task The_client_ends_with_a_cause_whatever_one_byte_has_become(string packet)
    {
        await using var broker = new FakeBroker();
        foreach (var mutant in Mutants(packet))
        {
            await using var client = new MqttClient(TimeProvider.System);
            var isAnswer = mutant.Of[0] == 0x20;
            var connect = client.ConnectAsync(
                new("127.0.0.1", broker.Port, "me") { Protocol = MqttProtocol.V5, CleanStart = false, SessionExpiry = 9 },
                CancellationToken.None);
            await broker.AcceptAsync(isAnswer ? mutant.Bytes : FakeBroker.ConnAck5);
            if (isAnswer)
            {
                broker.Finish();
            }

            try
            {
                await connect.WaitAsync(Patience);
            }
            catch (MqttConnectException) when (isAnswer)
            {
                continue;
            }

            var underWay = isAnswer ? [] : Begin(client);
            if (!isAnswer)
            {
                await broker.SendAsync(mutant.Bytes);
                broker.Finish();
            }

            var closed = await client.Closed.WaitAsync(Patience);
            closed.Message.Should().NotContain("client failed", "it is the broker that sent {0}", Convert.ToHexString(mutant.Bytes));
            await client.DisposeAsync(); // with it the kept session ends, and what was under way
            await Task.WhenAll(underWay).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Patience);
        }
    }

    [Theory, MemberData(nameof(ClientPackets))]
    public async Task The_loopback_broker_serves_on_whatever_one_byte_has_become(string packet)
    {
        var broker = LoopbackBroker.Start(new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System);
        foreach (var mutant in Mutants(packet))
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(broker.Endpoint);
            var connect = mutant.Of[0] == 0x10 ? [] : Convert.FromHexString("101000044D5154540502003C0000036D7574");
            await socket.SendAsync((byte[])[.. connect, .. mutant.Bytes]);
            socket.Shutdown(SocketShutdown.Send);
            await DrainAsync(socket);
        }

        await using var client = new MqttClient(TimeProvider.System);
        await client.ConnectAsync(new("127.0.0.1", broker.Endpoint.Port, "me"), CancellationToken.None);
        var reason = await client.PublishAsync(new("a", default, MqttQos.ExactlyOnce, false), CancellationToken.None);
        reason.Should().BeOneOf(MqttReasonCode.Success, MqttReasonCode.NoMatchingSubscribers);
        await client.DisconnectAsync(publishWill: false, CancellationToken.None);

        // A connection that ended by anything but the protocol's own exception is told here.
        await broker.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    /// <summary>Each byte with each of its bits turned, all of them, and none of them set.</summary>
    private static IEnumerable<(byte[] Of, byte[] Bytes)> Mutants(string packet)
    {
        var of = Convert.FromHexString(packet.Replace(" ", ""));
        foreach (var at in Enumerable.Range(0, of.Length))
        {
            var bits = Enumerable.Range(0, 8).Select(bit => (byte)(of[at] ^ (1 << bit)));
            foreach (var value in bits.Append((byte)0x00).Append((byte)0xFF).Where(value => value != of[at]).Distinct())
            {
                byte[] bytes = [.. of];
                bytes[at] = value;
                yield return (of, bytes);
            }
        }
    }

    private static Task[] Begin(MqttClient client) =>
    [
        client.PublishAsync(new("a", default, MqttQos.AtLeastOnce, false), CancellationToken.None).AsTask(),
        client.PublishAsync(new("a", default, MqttQos.ExactlyOnce, false), CancellationToken.None).AsTask(),
        client.SubscribeAsync([new("a", MqttQos.ExactlyOnce)], CancellationToken.None),
    ];

    private static async Task DrainAsync(Socket socket)
    {
        using var safety = new CancellationTokenSource(Patience);
        var buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, safety.Token) > 0)
            {
                continue;
            }
        }
        catch (SocketException)
        {
            return; // reset: it had no use for the rest
        }
    }
}
