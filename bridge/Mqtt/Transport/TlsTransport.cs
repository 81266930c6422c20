using System.Net.Security;

namespace Bridge.Mqtt.Transport;

/// <summary>TLS over TCP.</summary>
internal sealed class TlsTransport(SslStream stream) : IMqttTransport
{
    private Task _finishing = Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        stream.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        stream.WriteAsync(bytes, cancellationToken);

    /// <inheritdoc/>
    public void FinishWriting() => _finishing = FinishAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        await _finishing;
    }

    // close_notify (RFC 8446 §6.1), without which the peer must take the end for an attack.
    private async Task FinishAsync()
    {
        try
        {
            await stream.ShutdownAsync();
        }
        catch (Exception broken) when (broken is IOException or InvalidOperationException)
        {
            return; // the peer was quicker: there is nobody left to tell
        }
    }
}
