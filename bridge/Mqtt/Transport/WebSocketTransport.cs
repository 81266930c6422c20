using System.Net.WebSockets;

namespace Bridge.Mqtt.Transport;

/// <summary>A WebSocket (RFC 6455) as MQTT uses it: binary frames, whose borders mean nothing (MQTT 5 §6).</summary>
internal sealed class WebSocketTransport(WebSocket socket) : IMqttTransport
{
    private Task _finishing = Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer, cancellationToken);
                if (part.MessageType == WebSocketMessageType.Text)
                {
                    throw new IOException("A text frame came where MQTT has binary ones.");
                }

                if (part.Count > 0 || part.MessageType == WebSocketMessageType.Close)
                {
                    return part.Count;
                }
            }
        }
        catch (WebSocketException broken)
        {
            throw new IOException(broken.Message, broken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (WebSocketException broken)
        {
            throw new IOException(broken.Message, broken);
        }
    }

    /// <inheritdoc/>
    public void FinishWriting() => _finishing = FinishAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await _finishing;
    }

    private async Task FinishAsync()
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception broken) when (broken is WebSocketException or IOException or ObjectDisposedException
            or OperationCanceledException)
        {
            return; // the peer was quicker: there is nobody left to tell
        }
    }
}
