using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>CONNECT, connection request (MQTT 5 §3.1, MQTT 3.1.1 §3.1).</summary>
internal sealed record Connect(ProtocolLevel Level, string ClientId, bool CleanStart, ushort KeepAlive)
{
    private const string ProtocolName = "MQTT";
    private const byte UnsupportedProtocolVersion = 0x84;
    private const int FixedPart = 10; // name, level, flags, keep-alive

    public string? Username { get; init; }

    public ReadOnlyMemory<byte>? Password { get; init; }

    public Will? Will { get; init; }

    public PacketProperties? Properties { get; init; }

    public static Connect Read(ReadOnlySpan<byte> body)
    {
        var reader = new MqttReader(body);
        var level = ReadLevel(ref reader);
        var flags = new ConnectFlags(reader.ReadByte());
        flags.Check(level);
        var keepAlive = reader.ReadUInt16();
        var properties = PacketProperties.Read(ref reader, level, PropertyScope.Connect);
        var connect = new Connect(level, reader.ReadString(), flags.CleanStart, keepAlive)
        {
            Properties = properties,
            Will = flags.HasWill ? Will.Read(ref reader, level, flags.WillQos, flags.WillRetain) : null,
            Username = flags.HasUsername ? reader.ReadString() : null,
            Password = flags.HasPassword ? (ReadOnlyMemory<byte>?)reader.ReadBinary().ToArray() : null,
        };
        reader.ExpectEnd();
        return connect;
    }

    public void Write(IBufferWriter<byte> output)
    {
        var length = FixedPart + PacketProperties.SizeOf(Properties, Level) + MqttText.SizeOf(ClientId)
            + (Will?.Size(Level) ?? 0) + (Username is null ? 0 : MqttText.SizeOf(Username))
            + (Password is { } counted ? 2 + counted.Length : 0);
        FixedHeader.Write(output, PacketType.Connect, 0, length);
        output.WriteString(ProtocolName);
        output.WriteByte((byte)Level);
        output.WriteByte(ConnectFlags.Of(this).Bits);
        output.WriteUInt16(KeepAlive);
        PacketProperties.Write(output, Properties, Level);
        output.WriteString(ClientId);
        Will?.Write(output, Level);
        if (Username is not null)
        {
            output.WriteString(Username);
        }

        if (Password is { } password)
        {
            output.WriteBinary(password.Span);
        }
    }

    private static ProtocolLevel ReadLevel(ref MqttReader reader)
    {
        var name = reader.ReadString();
        var level = reader.ReadByte();
        return name == ProtocolName && level is (byte)ProtocolLevel.V311 or (byte)ProtocolLevel.V5
            ? (ProtocolLevel)level
            : throw new MqttProtocolException(UnsupportedProtocolVersion, $"Protocol '{name}' level {level}.");
    }
}
