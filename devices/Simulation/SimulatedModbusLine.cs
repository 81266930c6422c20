using System.Threading.Channels;
using Bridge.Devices.Buses.Serial;

namespace Bridge.Devices.Simulation;

/// <summary>A line with simulated Modbus units; a request to a unit that is not there is not answered.</summary>
/// <param name="units">The units by their numbers; they outlive the line, as real ones do.</param>
/// <param name="echoes">True for an adapter that hears itself.</param>
public sealed class SimulatedModbusLine(IReadOnlyDictionary<byte, SimulatedUnit> units, bool echoes = false) : ISerialPort
{
    private readonly Channel<byte[]> _answers = Channel.CreateBounded<byte[]>(16);
    private readonly CancellationTokenSource _disposed = new();
    private ReadOnlyMemory<byte> _rest;

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        if (_rest.IsEmpty)
        {
            _rest = await _answers.Reader.ReadAsync(either.Token);
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
        var answer = units.TryGetValue(bytes.Span[0], out var unit) ? unit.Answer(bytes.Span) : [];
        byte[] heard = [.. echoes ? bytes.Span : [], .. answer];
        if (heard.Length > 0)
        {
            _answers.Writer.TryWrite(heard);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends waiting reads.</summary>
    public async ValueTask DisposeAsync() => await _disposed.CancelAsync();
}
