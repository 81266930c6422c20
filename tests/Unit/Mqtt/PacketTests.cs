using System.Buffers;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Unit.Mqtt;

/// <summary>Packets written out by hand after the standard's figures, both ways.</summary>
public sealed class PacketTests
{
    private static readonly ProtocolLevel[] Levels = [ProtocolLevel.V311, ProtocolLevel.V5];

    /// <summary>Level, and a whole packet.</summary>
    public static TheoryData<int, string> Packets() => new()
    {
        { 4, "10 16 0004 4D515454 04 C2 003C 0003 616263 0001 75 0002 7077" },
        { 5, "10 26 0004 4D515454 05 EE 003C 05 1100000E10 0003 616263 05 1800000005 0001 77 0001 78 0001 75 0000" },
        { 4, "20 02 01 00" },
        { 5, "20 09 00 00 06 210014 13001E" },
        { 4, "30 06 0003 612F62 21" },
        { 4, "3D 09 0003 612F62 000A 2122" },
        { 5, "33 0F 0003 612F62 000A 05 020000003C 2122" },
        { 4, "40 02 000A" },
        { 5, "40 04 000A 10 00" },
        { 4, "50 02 000A" },
        { 4, "62 02 000A" },
        { 5, "62 04 000A 92 00" },
        { 4, "70 02 000A" },
        { 4, "82 08 000A 0003 612F62 01" },
        { 5, "82 09 000A 00 0003 612F62 2D" },
        { 4, "90 04 000A 01 80" },
        { 5, "90 05 000A 00 01 8F" },
        { 4, "A2 07 000A 0003 612F62" },
        { 5, "A2 08 000A 00 0003 612F62" },
        { 4, "B0 02 000A" },
        { 5, "B0 05 000A 00 00 11" },
        { 4, "C0 00" },
        { 4, "D0 00" },
        { 4, "E0 00" },
        { 5, "E0 07 8E 05 1F 0002 6F6B" },
        { 5, "F0 08 18 06 15 0003 616263" },
    };

    [Theory, MemberData(nameof(Packets))]
    public void A_packet_is_read_and_written_again_byte_by_byte(int level, string hex)
    {
        var bytes = Bytes(hex);
        Rewrite(bytes, (ProtocolLevel)level).Should().Equal(bytes);
    }

    [Theory, MemberData(nameof(Packets))]
    public void A_packet_cut_anywhere_is_either_refused_or_complete(int level, string hex)
    {
        var bytes = Bytes(hex);
        for (var length = 0; length < bytes.Length - 2; length++)
        {
            byte[] cut = [bytes[0], (byte)length, .. bytes[2..(2 + length)]];
            ReadHostile(cut, (ProtocolLevel)level);
        }
    }

    [Theory, MemberData(nameof(Packets))]
    public void Any_other_byte_at_any_place_costs_no_more_than_a_protocol_exception(int level, string hex)
    {
        var bytes = Bytes(hex);
        ReadHostile(bytes, (ProtocolLevel)level); // warms up
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = 0; at < bytes.Length; at++)
        {
            for (var value = 0; value <= 255; value++)
            {
                byte[] mutant = [.. bytes];
                mutant[at] = (byte)value;
                ReadHostile(mutant, (ProtocolLevel)level);
            }
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (bytes.Length * 256);
        each.Should().BeLessThan(16 * 1024, "a length that is only claimed is not made room for");
    }

    [Fact]
    public void Flipped_and_random_bytes_raise_nothing_but_a_protocol_exception()
    {
        var samples = Packets().Select(row => Bytes((string)row[1])).ToArray();
        var mutated =
            from sample in Gen.Elements(samples)
            from at in Gen.Choose(0, sample.Length - 1)
            from value in Gen.Choose(0, 255)
            from more in Gen.Choose(0, 255).ArrayOf()
            select (byte[])[.. sample[..at], (byte)value, .. sample[(at + 1)..], .. more.Select(one => (byte)one)];
        Prop.ForAll(mutated.ToArbitrary(), bytes =>
        {
            ReadHostile(bytes, ProtocolLevel.V311);
            ReadHostile(bytes, ProtocolLevel.V5);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithReplay(17, 19));
    }

    [Theory]
    [InlineData("0001 00")] // U+0000, MQTT-1.5.4-2
    [InlineData("0001 FF")]
    [InlineData("0003 EDA080")] // surrogate, MQTT-1.5.4-1
    [InlineData("0002 C080")] // overlong
    public void Text_that_is_not_utf8_is_malformed(string hex)
    {
        var read = () => new MqttReader(Bytes(hex)).ReadString();
        read.Should().Throw<MqttProtocolException>().Which.Reason.Should().Be(0x81);
    }

    [Theory] // table 1-1 of §1.5.5
    [InlineData("00", 0)]
    [InlineData("7F", 127)]
    [InlineData("8001", 128)]
    [InlineData("FF7F", 16_383)]
    [InlineData("808001", 16_384)]
    [InlineData("80808001", 2_097_152)]
    [InlineData("FFFFFF7F", 268_435_455)]
    public void A_variable_byte_integer_takes_one_to_four_bytes(string hex, int value)
    {
        new MqttReader(Bytes(hex)).ReadVariableInteger().Should().Be(value);
        var output = new ArrayBufferWriter<byte>();
        output.WriteVariableInteger(value);
        output.WrittenSpan.ToArray().Should().Equal(Bytes(hex));
        MqttWriting.SizeOfVariableInteger(value).Should().Be(output.WrittenCount);
    }

    [Theory]
    [InlineData("20 08 00 00 05 0200000001", 0x82)] // message expiry does not belong into CONNACK
    [InlineData("20 09 00 00 06 210014 210014", 0x82)] // twice
    [InlineData("20 06 00 00 03 210000", 0x82)] // receive maximum 0
    [InlineData("20 05 00 00 02 2502", 0x82)] // retain available 2
    [InlineData("20 05 00 00 02 7E00", 0x81)] // unknown
    [InlineData("20 FF FF FF FF 01", 0x81)] // remaining length of five bytes
    [InlineData("36 05 0001 61 0001", 0x81)] // QoS 3
    [InlineData("30 06 0003 612B62 00", 0x90)] // wildcard in a topic name
    [InlineData("80 06 000A 00 0001 61 00", 0x81)] // flags of SUBSCRIBE are 0010
    [InlineData("00 00", 0x81)]
    public void What_the_standard_forbids_is_refused_with_its_reason(string hex, byte reason)
    {
        var read = () => Rewrite(Bytes(hex), ProtocolLevel.V5);
        read.Should().Throw<MqttProtocolException>().Which.Reason.Should().Be(reason);
    }

    [Theory] // 3.1.1 §3.2.2.3 and MQTT 5 §3.2.2.2
    [InlineData(1, 0x84)]
    [InlineData(2, 0x85)]
    [InlineData(3, 0x88)]
    [InlineData(4, 0x86)]
    [InlineData(5, 0x87)]
    public void Return_codes_of_311_become_reason_codes(byte code, byte reason)
    {
        foreach (var level in Levels)
        {
            ConnAck.Read([0, code], level).Reason.Should().Be(reason);
        }
    }

    [Theory] // §4.7
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS/a", false)]
    [InlineData("+/monitor", "$SYS/monitor", false)]
    [InlineData("$SYS/#", "$SYS/monitor", true)]
    public void Filters_match_as_in_the_standards_examples(string filter, string topic, bool matches) =>
        TopicRules.Matches(filter, topic).Should().Be(matches);

    [Theory]
    [InlineData("sport/tennis#", false)]
    [InlineData("sport/#/ranking", false)]
    [InlineData("sport+", false)]
    [InlineData("", false)]
    [InlineData("+/tennis/#", true)]
    [InlineData("/", true)]
    public void Wildcards_stand_for_whole_levels(string filter, bool valid) =>
        TopicRules.IsFilter(filter).Should().Be(valid);

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

    private static void ReadHostile(byte[] bytes, ProtocolLevel level)
    {
        try
        {
            Rewrite(bytes, level);
        }
        catch (MqttProtocolException refused)
        {
            refused.Reason.Should().BeGreaterThanOrEqualTo(0x81);
        }
    }

    private static byte[] Rewrite(byte[] bytes, ProtocolLevel level)
    {
        var output = new ArrayBufferWriter<byte>();
        if (!FixedHeader.TryRead(bytes, out var header, out var size) || bytes.Length < size + header.Length)
        {
            return [];
        }

        var packet = bytes.AsMemory(size, header.Length);
        var body = packet.Span;
        switch (header.Type)
        {
            case PacketType.Connect: Connect.Read(body).Write(output); break;
            case PacketType.ConnAck: ConnAck.Read(body, level).Write(output, level); break;
            case PacketType.Publish: Publish.Read(header, packet, level).Write(output, level); break;
            case PacketType.PubAck: PubAck.Read(body, level).Write(output, level); break;
            case PacketType.PubRec: PubRec.Read(body, level).Write(output, level); break;
            case PacketType.PubRel: PubRel.Read(body, level).Write(output, level); break;
            case PacketType.PubComp: PubComp.Read(body, level).Write(output, level); break;
            case PacketType.Subscribe: Subscribe.Read(body, level).Write(output, level); break;
            case PacketType.SubAck: SubAck.Read(body, level).Write(output, level); break;
            case PacketType.Unsubscribe: Unsubscribe.Read(body, level).Write(output, level); break;
            case PacketType.UnsubAck: UnsubAck.Read(body, level).Write(output, level); break;
            case PacketType.PingReq: PingReq.Read(body); PingReq.Write(output); break;
            case PacketType.PingResp: PingResp.Read(body); PingResp.Write(output); break;
            case PacketType.Disconnect: Disconnect.Read(body, level).Write(output, level); break;
            default: Auth.Read(body).Write(output); break;
        }

        return output.WrittenSpan.ToArray();
    }
}
