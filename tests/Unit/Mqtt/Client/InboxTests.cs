using Bridge.Mqtt.Client;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Client;

public sealed class InboxTests
{
    private const int Half = Inbox.DroppableBytes / 2;

    private static readonly MqttReceived Message = new(new("a", default, MqttQos.AtMostOnce, false), false);

    private readonly Inbox _inbox = new();
    private readonly List<ushort> _acknowledged = [];

    [Fact]
    public void Quality_0_beyond_16_MiB_is_dropped_and_counted_until_some_is_taken()
    {
        _inbox.Add(Message, Half);
        _inbox.Add(Message, Half);
        _inbox.Add(Message, 1);
        (_inbox.Count, _inbox.Dropped).Should().Be((2, 1));

        _inbox.TryRead(out _).Should().BeTrue();
        _inbox.Add(Message, 1);
        (_inbox.Count, _inbox.Dropped).Should().Be((2, 1));
    }

    [Fact]
    public void A_flood_of_quality_0_leaves_the_room_of_quality_1()
    {
        _inbox.Add(Message, 2 * Inbox.DroppableBytes);
        for (ushort id = 1; id <= Inbox.ReceiveMaximum; id++)
        {
            Hold(id, 1000).Should().BeTrue();
        }

        _inbox.Dropped.Should().Be(0);
    }

    [Fact]
    public void Quality_1_has_room_for_the_receive_maximum_in_packets_of_the_largest_size()
    {
        for (ushort id = 1; id <= Inbox.ReceiveMaximum; id++)
        {
            Hold(id, 1000).Should().BeTrue();
        }

        Hold(101, 1).Should().BeFalse();

        _inbox.TryRead(out _).Should().BeTrue();
        _acknowledged.Should().Equal(1);
        Hold(101, 1000).Should().BeTrue();
        _inbox.Add(Message, 1);
        _inbox.Dropped.Should().Be(0, "what is held does not count for quality 0");
    }

    [Fact]
    public void Reading_from_an_empty_inbox_changes_nothing()
    {
        _inbox.TryRead(out var nothing).Should().BeFalse();
        nothing.Should().BeNull();
    }

    [Fact]
    public async Task A_broker_of_311_that_sends_more_bytes_than_there_is_room_for_is_left()
    {
        await using var broker = new FakeBroker();
        await using var client = new MqttClient(new ManualTime());
        var options = new MqttConnectOptions("127.0.0.1", broker.Port, "me")
        {
            Protocol = MqttProtocol.V311,
            MaximumPacketSize = 64,
        };
        var connect = client.ConnectAsync(options, CancellationToken.None);
        await broker.AcceptAsync(FakeBroker.ConnAck311);
        await connect;

        // Packets of 64 bytes, 62 after the fixed header: 103 of them are within 100 × 64 bytes, 104 are not.
        for (byte id = 1; id <= 104; id++)
        {
            await broker.SendAsync([0x32, 62, 0, 1, (byte)'a', 0, id, .. new byte[57]]);
        }

        var closed = await client.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        closed.Cause.Should().Be(MqttCloseCause.ProtocolError);
        closed.Message.Should().Contain("104 unacknowledged messages, and no room for the last, of 62 bytes");
        client.Received.Count.Should().Be(103);
    }

    private bool Hold(ushort id, int size) => _inbox.Add(Message, size, 1000, _acknowledged.Add, id);
}
