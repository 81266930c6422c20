using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>Fixed header (MQTT 5 §2.1).</summary>
/// <param name="Type">Which packet follows.</param>
/// <param name="Flags">Lower four bits of the first byte.</param>
/// <param name="Length">Remaining Length: bytes after this header.</param>
internal readonly record struct FixedHeader(PacketType Type, byte Flags, int Length)
{
    /// <summary>The most Remaining Length can say.</summary>
    public const int MaximumLength = 268_435_455;

    private const int MaximumSize = 5;

    /// <summary>Bytes of a whole packet with so many after the fixed header.</summary>
    public static long SizeOfPacket(long remainingLength) =>
        1 + MqttWriting.SizeOfVariableInteger((int)Math.Min(remainingLength, MaximumLength)) + remainingLength;

    /// <summary>Reads the header from the beginning of what has arrived; false when more bytes are needed.</summary>
    /// <exception cref="MqttProtocolException">No packet begins like this.</exception>
    public static bool TryRead(ReadOnlySpan<byte> arrived, out FixedHeader header, out int size)
    {
        header = default;
        size = 0;
        if (arrived.IsEmpty)
        {
            return false;
        }

        CheckFirst(arrived[0]);
        var lengthBytes = arrived[1..Math.Min(arrived.Length, MaximumSize)];
        var last = lengthBytes.IndexOfAnyInRange((byte)0, (byte)0x7F);
        if (last < 0 && lengthBytes.Length < MaximumSize - 1)
        {
            return false;
        }

        var reader = new MqttReader(lengthBytes);
        header = new FixedHeader((PacketType)(arrived[0] >> 4), (byte)(arrived[0] & 0x0F), reader.ReadVariableInteger());
        size = 2 + last;
        return true;
    }

    public static void Write(IBufferWriter<byte> output, PacketType type, int flags, int length)
    {
        output.WriteByte((byte)(((int)type << 4) | flags));
        output.WriteVariableInteger(length);
    }

    private static void CheckFirst(byte first)
    {
        var type = (PacketType)(first >> 4);
        var expected = type is PacketType.PubRel or PacketType.Subscribe or PacketType.Unsubscribe ? 0b0010 : 0;
        if (!Enum.IsDefined(type) || (type != PacketType.Publish && (first & 0x0F) != expected))
        {
            throw MqttProtocolException.Malformed($"No MQTT packet begins with 0x{first:X2}.");
        }
    }
}
