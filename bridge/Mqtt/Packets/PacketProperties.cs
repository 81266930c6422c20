using System.Buffers;
using System.Collections;
using System.Collections.Immutable;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>The properties of one packet in their order (MQTT 5 §2.2.2). None at all is null.</summary>
internal sealed class PacketProperties : IEnumerable<PacketProperty>
{
    private readonly List<PacketProperty> _items = [];

    /// <summary>Name and value pairs.</summary>
    public IEnumerable<KeyValuePair<string, string>> UserProperties => _items
        .Where(static item => item.Id == PropertyId.UserProperty)
        .Select(static item => KeyValuePair.Create(item.Name!, item.Text!));

    /// <summary>Subscription identifiers of a PUBLISH: one for each subscription that matched.</summary>
    public ImmutableArray<uint> SubscriptionIds =>
    [
        .. _items
            .Where(static item => item.Id == PropertyId.SubscriptionIdentifier)
            .Select(static item => item.Number),
    ];

    public static PacketProperties? Read(ref MqttReader reader, ProtocolLevel level, PropertyScope scope)
    {
        var length = level == ProtocolLevel.V5 ? reader.ReadVariableInteger() : 0;
        if (length == 0)
        {
            return null;
        }

        var properties = new PacketProperties();
        var rest = new MqttReader(reader.Take(length));
        while (!rest.AtEnd)
        {
            properties.ReadOne(ref rest, scope);
        }

        return properties;
    }

    /// <summary>Bytes on the wire, the length in front included; 3.1.1 has no properties.</summary>
    public static int SizeOf(PacketProperties? properties, ProtocolLevel level)
    {
        var length = properties?.Length() ?? 0;
        return level == ProtocolLevel.V5 ? MqttWriting.SizeOfVariableInteger(length) + length : 0;
    }

    public static void Write(IBufferWriter<byte> output, PacketProperties? properties, ProtocolLevel level)
    {
        if (level != ProtocolLevel.V5)
        {
            return;
        }

        if (properties is null)
        {
            output.WriteByte(0);
            return;
        }

        output.WriteVariableInteger(properties.Length());
        foreach (var item in properties._items)
        {
            item.Write(output);
        }
    }

    public uint? Number(PropertyId id) => Find(id)?.Number;

    public string? Text(PropertyId id) => Find(id)?.Text;

    public ReadOnlyMemory<byte>? Data(PropertyId id) => Find(id)?.Data;

    /// <summary>The same with another Message Expiry Interval (§3.3.2.3.3).</summary>
    public PacketProperties WithExpiry(uint seconds)
    {
        var changed = new PacketProperties();
        changed._items.AddRange(_items.Select(item =>
            item.Id == PropertyId.MessageExpiryInterval ? item with { Number = seconds } : item));
        return changed;
    }

    /// <summary>The same and others behind them.</summary>
    public PacketProperties With(PacketProperties others)
    {
        var all = new PacketProperties();
        all._items.AddRange(_items);
        all._items.AddRange(others._items);
        return all;
    }

    /// <summary>The same without properties that concern one connection only, as they are passed on to another.</summary>
    public PacketProperties WithoutHops()
    {
        var forwarded = new PacketProperties();
        forwarded._items.AddRange(_items.Where(static item =>
            item.Id is not (PropertyId.TopicAlias or PropertyId.SubscriptionIdentifier or PropertyId.WillDelayInterval)));
        return forwarded;
    }

    /// <summary>Adds a number; null adds nothing.</summary>
    public void Add(PropertyId id, uint? value)
    {
        if (value is { } number)
        {
            _items.Add(new PacketProperty(id, number, null, null, default));
        }
    }

    /// <summary>Adds a text; null adds nothing.</summary>
    public void Add(PropertyId id, string? value)
    {
        if (value is not null)
        {
            _items.Add(new PacketProperty(id, 0, value, null, default));
        }
    }

    /// <summary>Adds bytes; null adds nothing.</summary>
    public void Add(PropertyId id, ReadOnlyMemory<byte>? value)
    {
        if (value is { } data)
        {
            _items.Add(new PacketProperty(id, 0, null, null, data));
        }
    }

    /// <summary>Adds a user property.</summary>
    public void Add(string name, string value) =>
        _items.Add(new PacketProperty(PropertyId.UserProperty, 0, value, name, default));

    public IEnumerator<PacketProperty> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void ReadOne(ref MqttReader reader, PropertyScope scope)
    {
        var id = (PropertyId)reader.ReadVariableInteger();
        var kind = PropertyRules.KindOf(id) ?? throw MqttProtocolException.Malformed($"Unknown property 0x{id:X}.");
        if (!PropertyRules.ScopeOf(id).HasFlag(scope))
        {
            throw MqttProtocolException.ProtocolError($"Property {id} does not belong into this packet.");
        }

        if (Find(id) is not null && !PropertyRules.MayRepeat(id, scope))
        {
            throw MqttProtocolException.ProtocolError($"Property {id} comes twice.");
        }

        _items.Add(PacketProperty.Read(ref reader, id, kind));
    }

    private PacketProperty? Find(PropertyId id)
    {
        foreach (var item in _items)
        {
            if (item.Id == id)
            {
                return item;
            }
        }

        return null;
    }

    private int Length()
    {
        var length = 0;
        foreach (var item in _items)
        {
            length += item.Size;
        }

        return length;
    }
}
