using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Bridge.Mqtt.Wire;

/// <summary>Reads the data types of the standard (MQTT 5 §1.5) from the body of one packet.</summary>
internal ref struct MqttReader(ReadOnlySpan<byte> packet)
{
    private const int VariableIntegerBits = 28;

    private ReadOnlySpan<byte> _rest = packet;

    public readonly int Remaining => _rest.Length;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>Packet Identifier (§2.2.1): 0 is not one.</summary>
    public ushort ReadPacketId()
    {
        var id = ReadUInt16();
        return id != 0 ? id : throw MqttProtocolException.ProtocolError("Packet identifier 0.");
    }

    /// <summary>Variable Byte Integer (§1.5.5), at most four bytes.</summary>
    public int ReadVariableInteger()
    {
        var value = 0;
        for (var shift = 0; shift < VariableIntegerBits; shift += 7)
        {
            var digit = ReadByte();
            value |= (digit & 0x7F) << shift;
            if ((digit & 0x80) == 0)
            {
                return value;
            }
        }

        throw MqttProtocolException.Malformed("Variable byte integer longer than four bytes.");
    }

    /// <summary>UTF-8 Encoded String (§1.5.4).</summary>
    public string ReadString()
    {
        var bytes = Take(ReadUInt16());
        return Utf8.IsValid(bytes) && !bytes.Contains((byte)0)
            ? Encoding.UTF8.GetString(bytes)
            : throw MqttProtocolException.Malformed("Text that is not UTF-8, or holds U+0000.");
    }

    /// <summary>Binary Data (§1.5.6).</summary>
    public ReadOnlySpan<byte> ReadBinary() => Take(ReadUInt16());

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw MqttProtocolException.Malformed($"Packet ends {count - _rest.Length} bytes early.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw MqttProtocolException.Malformed($"{_rest.Length} bytes after the end of the packet.");
        }
    }
}
