namespace Bridge.Mqtt.Client;

/// <summary>Packet identifiers 1 to 65,535 of one connection, none twice at a time (MQTT 5 §2.2.1).</summary>
internal sealed class PacketIds
{
    private readonly HashSet<ushort> _used = [];
    private ushort _last;

    /// <summary>A free identifier. The users bound how many they take, so there always is one.</summary>
    public ushort Take()
    {
        do
        {
            _last = _last == ushort.MaxValue ? (ushort)1 : (ushort)(_last + 1);
        }
        while (!_used.Add(_last));

        return _last;
    }

    public void Return(ushort id) => _used.Remove(id);
}
