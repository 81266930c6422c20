using Bridge.Devices.Buses.Serial;

namespace Bridge.Devices.Simulation;

/// <summary>A meter that sends a telegram at once and then at every interval; what is written to it is lost.</summary>
/// <param name="telegram">The bytes of one telegram at that moment.</param>
/// <param name="interval">From one telegram to the next.</param>
/// <param name="time">The clock of line and telegrams.</param>
public sealed class SimulatedLine(Func<DateTimeOffset, byte[]> telegram, TimeSpan interval, TimeProvider time)
    : ISerialPort
{
    private readonly CancellationTokenSource _disposed = new();
    private ReadOnlyMemory<byte> _rest;
    private long? _lastSent;

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        either.Token.ThrowIfCancellationRequested();
        while (_rest.IsEmpty)
        {
            if (_lastSent is { } sent && interval - time.GetElapsedTime(sent) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, time, either.Token);
            }

            _lastSent = time.GetTimestamp();
            _rest = telegram(time.GetUtcNow());
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Ends waiting reads.</summary>
    public async ValueTask DisposeAsync() => await _disposed.CancelAsync();
}
