namespace Bridge.Mqtt.Transport;

/// <summary>A byte connection in both directions: TCP, and what may lie on top of it.</summary>
internal interface IMqttTransport : IAsyncDisposable
{
    /// <summary>Reads what has arrived, at least one byte; 0 when the peer has closed. It may wait on the calling thread.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes all of it.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Tells the peer that nothing more comes; reading goes on.</summary>
    void FinishWriting();
}
