using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client.Tracing;

/// <summary>
/// A transport that tells each packet as it passes. Being a layer of its own it costs nothing where nobody traces, and
/// sees all that is on the wire, the CONNECT and its answer too.
/// </summary>
/// <param name="transport">What carries the bytes.</param>
/// <param name="level">Version spoken.</param>
/// <param name="maximumPacketSize">Largest packet accepted from the broker, in bytes.</param>
/// <param name="trace">Takes one line a packet.</param>
internal sealed class TracedTransport(
    IMqttTransport transport, ProtocolLevel level, int maximumPacketSize, Action<string> trace) : IMqttTransport
{
    private readonly PacketCutter _sent = new("->", level, int.MaxValue, trace);
    private readonly PacketCutter _received = new("<-", level, maximumPacketSize, trace);

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = 0;
        try
        {
            count = await transport.ReadAsync(buffer, cancellationToken);
            _received.Add(buffer.Span[..count]);
            return count;
        }
        finally
        {
            if (count == 0)
            {
                _received.End();
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _sent.Add(bytes.Span);
        return transport.WriteAsync(bytes, cancellationToken);
    }

    /// <inheritdoc/>
    public void FinishWriting() => transport.FinishWriting();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => transport.DisposeAsync();
}
