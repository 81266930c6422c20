using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>One property. Which of the fields holds its value depends on its type.</summary>
internal readonly record struct PacketProperty(
    PropertyId Id, uint Number, string? Text, string? Name, ReadOnlyMemory<byte> Data)
{
    private const byte TopicAliasInvalid = 0x94;

    /// <summary>Bytes on the wire, its identifier included.</summary>
    public int Size => 1 + PropertyRules.KindOf(Id) switch
    {
        PropertyKind.Bit => 1,
        PropertyKind.UInt16 => 2,
        PropertyKind.UInt32 => 4,
        PropertyKind.VariableInteger => MqttWriting.SizeOfVariableInteger((int)Number),
        PropertyKind.Text => MqttText.SizeOf(Text!),
        PropertyKind.Binary => 2 + Data.Length,
        _ => MqttText.SizeOf(Name!) + MqttText.SizeOf(Text!),
    };

    public static PacketProperty Read(ref MqttReader reader, PropertyId id, PropertyKind kind)
    {
        switch (kind)
        {
            case PropertyKind.Text:
                return new PacketProperty(id, 0, reader.ReadString(), null, default);
            case PropertyKind.TextPair:
                var name = reader.ReadString();
                return new PacketProperty(id, 0, reader.ReadString(), name, default);
            case PropertyKind.Binary:
                return new PacketProperty(id, 0, null, null, reader.ReadBinary().ToArray());
            default:
                return new PacketProperty(id, ReadNumber(ref reader, id, kind), null, null, default);
        }
    }

    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte((byte)Id);
        switch (PropertyRules.KindOf(Id))
        {
            case PropertyKind.Bit:
                output.WriteByte((byte)Number);
                break;
            case PropertyKind.UInt16:
                output.WriteUInt16((ushort)Number);
                break;
            case PropertyKind.UInt32:
                output.WriteUInt32(Number);
                break;
            case PropertyKind.VariableInteger:
                output.WriteVariableInteger((int)Number);
                break;
            case PropertyKind.Text:
                output.WriteString(Text!);
                break;
            case PropertyKind.Binary:
                output.WriteBinary(Data.Span);
                break;
            default:
                output.WriteString(Name!);
                output.WriteString(Text!);
                break;
        }
    }

    private static uint ReadNumber(ref MqttReader reader, PropertyId id, PropertyKind kind)
    {
        var number = kind switch
        {
            PropertyKind.Bit => reader.ReadByte(),
            PropertyKind.UInt16 => reader.ReadUInt16(),
            PropertyKind.UInt32 => reader.ReadUInt32(),
            _ => (uint)reader.ReadVariableInteger(),
        };
        if (kind == PropertyKind.Bit && number > 1)
        {
            throw MqttProtocolException.ProtocolError($"Property {id} is {number}, not 0 or 1.");
        }

        if (number == 0 && id == PropertyId.TopicAlias)
        {
            throw new MqttProtocolException(TopicAliasInvalid, "Topic alias 0.");
        }

        return number != 0 || PropertyRules.MayBeZero(id)
            ? number
            : throw MqttProtocolException.ProtocolError($"Property {id} is 0.");
    }
}
