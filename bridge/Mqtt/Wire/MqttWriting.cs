using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Bridge.Mqtt.Wire;

/// <summary>Writes the data types of the standard (MQTT 5 §1.5).</summary>
internal static class MqttWriting
{
    extension(IBufferWriter<byte> output)
    {
        public void WriteByte(byte value)
        {
            output.GetSpan(1)[0] = value;
            output.Advance(1);
        }

        public void WriteUInt16(ushort value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), value);
            output.Advance(2);
        }

        public void WriteUInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), value);
            output.Advance(4);
        }

        /// <summary>Variable Byte Integer (§1.5.5) in as few bytes as it takes.</summary>
        public void WriteVariableInteger(int value)
        {
            while (value > 0x7F)
            {
                output.WriteByte((byte)(0x80 | (value & 0x7F)));
                value >>= 7;
            }

            output.WriteByte((byte)value);
        }

        /// <summary>UTF-8 Encoded String (§1.5.4).</summary>
        public void WriteString(string value)
        {
            output.WriteUInt16(checked((ushort)Encoding.UTF8.GetByteCount(value)));
            Encoding.UTF8.GetBytes(value, output);
        }

        /// <summary>Binary Data (§1.5.6).</summary>
        public void WriteBinary(ReadOnlySpan<byte> value)
        {
            output.WriteUInt16(checked((ushort)value.Length));
            output.Write(value);
        }
    }

    /// <summary>Bytes a Variable Byte Integer takes.</summary>
    public static int SizeOfVariableInteger(int value) => value switch
    {
        < 1 << 7 => 1,
        < 1 << 14 => 2,
        < 1 << 21 => 3,
        _ => 4,
    };
}
