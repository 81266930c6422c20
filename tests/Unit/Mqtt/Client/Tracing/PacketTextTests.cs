using System.Text;
using Bridge.Mqtt.Client.Tracing;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Unit.Mqtt.Client.Tracing;

/// <summary>Packets written out by hand after the standard's figures, and what is told of them.</summary>
public sealed class PacketTextTests
{
    private const string Connect5 =
        "10 47 0004 4D515454 05 EE 003C 08 1100000E10 210064" // all flags but the higher QoS bit
        + "0003 616263 0D 1800000005 260001 6B 0002 7676" // client identifier, will properties
        + "0008 622F737461747573 0007 6F66666C696E65" // will topic, will payload
        + "0004 75736572 0006 736563726574";

    private const string Connect311 = "10 1D 0004 4D515454 04 C2 003C 0003 616263 0004 75736572 0006 736563726574";

    /// <summary>Level, packet, line.</summary>
    public static TheoryData<int, string, string> Packets() => new()
    {
        {
            5, Connect5,
            "CONNECT level 5 client 'abc' clean-start keep-alive 60 session-expiry-interval 3600 receive-maximum 100"
            + " will 'b/status' QoS 1 retain will-delay-interval 5 user-property 'k' (2 bytes) (7 bytes) username password"
        },
        { 4, Connect311, "CONNECT level 4 client 'abc' clean-session keep-alive 60 username password" },
        { 4, "10 0F 0004 4D515454 04 00 0000 0003 616263", "CONNECT level 4 client 'abc' keep-alive 0" },
        { 4, "20 02 01 00", "CONNACK success session-present yes" },
        { 4, "20 02 00 05", "CONNACK not-authorized (0x87) session-present no" },
        {
            5, "20 13 00 00 10 210014 24 01 25 00 120004 61757431 2A 00",
            "CONNACK success session-present no receive-maximum 20 maximum-qos 1 retain-available 0"
            + " assigned-client-identifier 'aut1' shared-subscription-available 0"
        },
        // a 3.1.1 broker's answer
        { 5, "20 02 00 01", "CONNACK unsupported-protocol-version (0x84) session-present no" },
        { 4, "30 06 0003 612F62 21", "PUBLISH QoS 0 'a/b' 1 bytes" },
        { 4, "3D 09 0003 612F62 000A 2122", "PUBLISH id 10 QoS 2 retain dup 'a/b' 2 bytes" },
        {
            5, "33 0F 0003 612F62 000A 05 020000003C 2122",
            "PUBLISH id 10 QoS 1 retain 'a/b' message-expiry-interval 60 2 bytes"
        },
        {
            5, "30 0F 0000 0B 23 0003 09 0002 CAFE 0B 8101 21",
            "PUBLISH QoS 0 ('') topic-alias 3 correlation-data (2 bytes) subscription-identifier 129 1 bytes"
        },
        { 4, "40 02 000A", "PUBACK id 10" },
        { 5, "40 02 000A", "PUBACK id 10 success" },
        { 5, "40 04 000A 10 00", "PUBACK id 10 no-matching-subscribers" },
        { 5, "50 03 000A 97", "PUBREC id 10 quota-exceeded (0x97)" },
        { 5, "62 04 000A 92 00", "PUBREL id 10 packet-identifier-not-found (0x92)" },
        { 4, "70 02 000A", "PUBCOMP id 10" },
        { 4, "82 0C 000A 0003 612F62 01 0001 23 00", "SUBSCRIBE id 10 'a/b' QoS 1, '#' QoS 0" },
        {
            5, "82 0B 000A 02 0B07 0003 612F2B 2D",
            "SUBSCRIBE id 10 subscription-identifier 7 'a/+' QoS 1 no-local retain-as-published retain-handling 2"
        },
        { 4, "90 04 000A 01 80", "SUBACK id 10 granted-qos-1, unspecified-error (0x80)" },
        { 5, "90 06 000A 00 00 02 8F", "SUBACK id 10 granted-qos-0, granted-qos-2, topic-filter-invalid (0x8F)" },
        { 4, "A2 0A 000A 0003 612F62 0001 63", "UNSUBSCRIBE id 10 'a/b', 'c'" },
        { 5, "A2 08 000A 00 0003 612F62", "UNSUBSCRIBE id 10 'a/b'" },
        { 4, "B0 02 000A", "UNSUBACK id 10" },
        { 5, "B0 05 000A 00 00 11", "UNSUBACK id 10 success, no-subscription-existed" },
        { 4, "C0 00", "PINGREQ" },
        { 5, "D0 00", "PINGRESP" },
        { 4, "E0 00", "DISCONNECT" },
        { 5, "E0 00", "DISCONNECT normal-disconnection" },
        { 5, "E0 01 04", "DISCONNECT disconnect-with-will" },
        { 5, "E0 07 8E 05 1F 0002 6F6B", "DISCONNECT session-taken-over (0x8E) reason-string 'ok'" },
        { 5, "E0 02 42 00", "DISCONNECT 0x42" },
        {
            5, "F0 0D 18 0B 15 0003 616263 16 0002 CAFE",
            "AUTH continue-authentication authentication-method 'abc' authentication-data (2 bytes)"
        },
    };

    [Theory, MemberData(nameof(Packets))]
    public void A_packet_is_told_in_the_terms_of_the_standard(int level, string hex, string line) =>
        Text(Bytes(hex), (ProtocolLevel)level).Should().Be(line);

    [Theory]
    [InlineData(5, Connect5)]
    [InlineData(4, Connect311)]
    public void No_secret_of_a_connect_is_told(int level, string hex) =>
        Text(Bytes(hex), (ProtocolLevel)level).Should().NotContain("secret").And.NotContain("'user'")
            .And.NotContain("offline").And.NotContain("vv", "values of user properties may be secret too");

    [Theory]
    [InlineData(5, "40 01 00", "PUBACK remaining-length 1, malformed: Packet ends 1 bytes early")]
    [InlineData(5, "36 05 0001 61 0001", "PUBLISH remaining-length 5, malformed: PUBLISH flags 0x6")]
    [InlineData(5, "E0 05 8E 03 7E 00 00", "DISCONNECT remaining-length 5, malformed: Unknown property 0x7E")]
    public void What_is_malformed_is_told_with_type_and_length(int level, string hex, string line) =>
        Text(Bytes(hex), (ProtocolLevel)level).Should().Be(line);

    [Theory]
    [InlineData("a\nb", @"'a\u{a}b'")]
    [InlineData("a\u001b[31m", @"'a\u{1b}[31m'")]
    [InlineData("a\u202eb", @"'a\u{202e}b'")]
    [InlineData("it's", @"'it\'s'")]
    [InlineData("größe/°C/😀", "'größe/°C/😀'")]
    public void What_is_not_visible_in_a_topic_is_escaped(string topic, string told)
    {
        var name = Encoding.UTF8.GetBytes(topic);
        Text([0x30, (byte)(2 + name.Length), 0, (byte)name.Length, .. name], ProtocolLevel.V311)
            .Should().Be($"PUBLISH QoS 0 {told} 0 bytes");
    }

    [Fact]
    public void A_huge_topic_is_cut()
    {
        byte[] packet = [0x30, 0x82, 0xFE, 0x03, 0xFF, 0x00, .. Enumerable.Repeat((byte)'a', 0xFF00)];
        Text(packet, ProtocolLevel.V311).Should().StartWith("PUBLISH QoS 0 'aaaa").And.EndWith("a…' 0 bytes")
            .And.Subject.Length.Should().BeLessThan(200);
    }

    [Fact]
    public void Nothing_that_arrives_makes_it_throw()
    {
        var samples = Packets().Select(static row => Bytes((string)row[1])).ToArray();
        var mutated =
            from sample in Gen.Elements(samples)
            from at in Gen.Choose(0, sample.Length - 1)
            from value in Gen.Choose(0, 255)
            from more in Gen.Choose(0, 255).ArrayOf()
            select (byte[])[.. sample[..at], (byte)value, .. sample[(at + 1)..], .. more.Select(static one => (byte)one)];
        Prop.ForAll(mutated.ToArbitrary(), static bytes =>
        {
            foreach (var level in new[] { ProtocolLevel.V311, ProtocolLevel.V5 })
            {
                var lines = new List<string>();
                var cutter = new PacketCutter("<-", level, 1_000, lines.Add);
                cutter.Add(bytes);
                cutter.End();
                lines.Should().NotBeEmpty().And.OnlyContain(static line =>
                    line.StartsWith("<- ", StringComparison.Ordinal) && !line.Any(char.IsControl));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithReplay(23, 29));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

    private static string Text(byte[] packet, ProtocolLevel level)
    {
        FixedHeader.TryRead(packet, out var header, out var size).Should().BeTrue();
        (packet.Length - size).Should().Be(header.Length, "the test's bytes are one packet");
        return new PacketText(level).Of(header, packet.AsMemory(size));
    }
}
