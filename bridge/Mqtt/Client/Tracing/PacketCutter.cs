using System.Runtime.InteropServices;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client.Tracing;

/// <summary>
/// Cuts the bytes of one direction into packets and tells each; where no packet is to be found, it says so once.
/// </summary>
/// <param name="arrow">Which direction.</param>
/// <param name="level">Version spoken.</param>
/// <param name="maximumPacketSize">Bytes of the largest packet that is waited for.</param>
/// <param name="trace">Takes the lines.</param>
internal sealed class PacketCutter(string arrow, ProtocolLevel level, int maximumPacketSize, Action<string> trace)
{
    private readonly List<byte> _rest = [];
    private readonly PacketText _text = new(level);
    private bool _isLost;

    /// <summary>Bytes have passed; how they are divided means nothing.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_isLost)
        {
            return;
        }

        _rest.AddRange(bytes);
        try
        {
            CutAll();
        }
        catch (MqttProtocolException wrong)
        {
            Lose($"{_rest.Count} bytes, malformed: {wrong.Message.AsClause()}");
        }
    }

    /// <summary>No more bytes come.</summary>
    public void End()
    {
        if (!_isLost && _rest.Count > 0)
        {
            Lose($"{_rest.Count} bytes of a packet that was not finished");
        }
    }

    private void CutAll()
    {
        while (FixedHeader.TryRead(CollectionsMarshal.AsSpan(_rest), out var header, out var size))
        {
            var length = size + header.Length;
            if (length > maximumPacketSize)
            {
                Lose($"{PacketText.Name(header)}, larger than the {maximumPacketSize} bytes accepted");
                return;
            }

            if (_rest.Count < length)
            {
                return;
            }

            trace($"{arrow} {_text.Of(header, _rest.GetRange(size, header.Length).ToArray())}");
            _rest.RemoveRange(0, length);
        }
    }

    private void Lose(string why)
    {
        _isLost = true;
        trace($"{arrow} {why}");
        _rest.Clear();
    }
}
