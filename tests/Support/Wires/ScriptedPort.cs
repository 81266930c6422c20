using System.Threading.Channels;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.TestSupport.Wires;

/// <summary>A line whose bytes arrive when the test says so, in the chunks the test chooses.</summary>
public sealed class ScriptedPort : ISerialPort
{
    private readonly Channel<byte[]> _chunks = Channel.CreateUnbounded<byte[]>();
    private readonly CancellationTokenSource _closed = new();
    private readonly List<byte[]> _written = [];
    private ReadOnlyMemory<byte> _rest;

    /// <summary>What was written to the line, one entry a call.</summary>
    public IReadOnlyList<byte[]> Written => _written;

    public bool Disposed => _closed.IsCancellationRequested;

    /// <summary>These bytes arrive in one read, if the reader's buffer is large enough.</summary>
    public void Deliver(params byte[] chunk) => _chunks.Writer.TryWrite(chunk);

    /// <summary>After the bytes delivered so far, the line is gone.</summary>
    public void Unplug() =>
        _chunks.Writer.TryComplete(new BusException(BusFault.PortMissing, "scripted line: unplugged"));

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        if (_rest.IsEmpty)
        {
            _rest = await Next(either.Token);
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _written.Add(bytes.ToArray());
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => new(_closed.CancelAsync());

    private async Task<byte[]> Next(CancellationToken cancellationToken)
    {
        try
        {
            return await _chunks.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is BusException gone)
        {
            throw new BusException(gone.Fault, gone.Message, closed);
        }
    }
}
