using Bridge.Mqtt.Client.Tracing;
using Bridge.Mqtt.Wire;

namespace Bridge.Unit.Mqtt.Client.Tracing;

public sealed class PacketCutterTests
{
    private static readonly byte[] PingAndAck = [0xD0, 0x00, 0x40, 0x02, 0x00, 0x0A];

    private readonly List<string> _lines = [];
    private readonly PacketCutter _cutter;

    public PacketCutterTests() => _cutter = new PacketCutter("<-", ProtocolLevel.V5, 100, _lines.Add);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void Packets_are_found_however_the_bytes_come(int size)
    {
        foreach (var part in PingAndAck.Chunk(size))
        {
            _cutter.Add(part);
        }

        _cutter.End();
        _lines.Should().Equal("<- PINGRESP", "<- PUBACK id 10 success");
    }

    [Fact]
    public void A_topic_that_an_alias_stands_for_is_told_in_parentheses()
    {
        _cutter.Add([0x30, 0x07, 0, 1, (byte)'a', 3, 0x23, 0, 1, 0x30, 0x06, 0, 0, 3, 0x23, 0, 1]);
        _lines.Should().Equal(
            "<- PUBLISH QoS 0 'a' topic-alias 1 0 bytes", "<- PUBLISH QoS 0 ('a') topic-alias 1 0 bytes");
    }

    [Fact]
    public void What_is_no_packet_is_told_once()
    {
        _cutter.Add([0xD0, 0x00, .. "HTTP/1.1 400"u8]);
        _cutter.Add("Bad Request"u8);
        _cutter.End();
        _lines.Should().Equal("<- PINGRESP", "<- 12 bytes, malformed: No MQTT packet begins with 0x48");
    }

    [Fact]
    public void A_packet_that_claims_too_much_is_not_waited_for()
    {
        _cutter.Add([0x30, 0xFF, 0x7F, 0x00]);
        _cutter.End();
        _lines.Should().Equal("<- PUBLISH remaining-length 16383, larger than the 100 bytes accepted");
    }

    [Fact]
    public void Half_a_packet_is_told_at_the_end()
    {
        _cutter.Add([0x40, 0x02, 0x00]);
        _cutter.End();
        _cutter.End();
        _lines.Should().Equal("<- 3 bytes of a packet that was not finished");
    }
}
