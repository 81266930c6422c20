using System.Buffers;
using System.Runtime.CompilerServices;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Transport;

/// <summary>
/// Cuts the arriving bytes into packets. Its buffer grows with what has really arrived, never with what a peer claims.
/// </summary>
internal sealed class PacketReceiver(IMqttTransport transport, int maximumPacketSize, TimeProvider time) : IDisposable
{
    private const int FirstBytes = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _start;
    private int _end;
    private long _lastArrival = time.GetTimestamp();

    /// <summary>Timestamp of the last bytes from the peer.</summary>
    public long LastArrival => Volatile.Read(ref _lastArrival);

    /// <summary>Bytes of the largest packet that is accepted.</summary>
    public int MaximumPacketSize => maximumPacketSize;

    /// <summary>The next packet, valid until the next call; null when the peer has closed.</summary>
    /// <exception cref="MqttProtocolException">No packet, or one that is too large.</exception>
    /// <exception cref="IOException">The connection is broken.</exception>
    public async ValueTask<ReceivedPacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        ReceivedPacket? packet;
        while ((packet = TryReceive()) is null && await FillAsync(cancellationToken))
        {
            // Not whole yet.
        }

        return packet;
    }

    /// <summary>Waits for more bytes; false when the peer has closed.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var count = await transport.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += count;
        Volatile.Write(ref _lastArrival, time.GetTimestamp());
        return count > 0;
    }

    /// <summary>The next packet of those that have arrived, valid until the next call; null when none is whole.</summary>
    /// <exception cref="MqttProtocolException">No packet, or one that is too large.</exception>
    public ReceivedPacket? TryReceive()
    {
        if (!FixedHeader.TryRead(_buffer.AsSpan(_start, _end - _start), out var header, out var size))
        {
            return null;
        }

        if (size + header.Length > maximumPacketSize)
        {
            throw MqttProtocolException.TooLarge(
                $"A packet of {size + header.Length} bytes where {maximumPacketSize} are accepted.");
        }

        if (_end - _start < size + header.Length)
        {
            return null;
        }

        var body = _buffer.AsMemory(_start + size, header.Length);
        _start += size + header.Length;
        return new ReceivedPacket(header, body);
    }

    /// <summary>Gives the buffer back; nothing may be receiving any more.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}

/// <summary>A packet as it lies in the receive buffer.</summary>
internal readonly record struct ReceivedPacket(FixedHeader Header, ReadOnlyMemory<byte> Body);
