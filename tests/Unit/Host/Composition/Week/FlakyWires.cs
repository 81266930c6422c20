using System.Collections.Concurrent;
using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.Devices.Simulation;

namespace Bridge.Unit.Host.Composition.Week;

/// <summary>Simulated wires on which single devices fail as their faults say.</summary>
/// <param name="wires">The wires as they are when all is well.</param>
/// <param name="faults">
/// The faults: of a chip by <c>bus address</c>, of a Modbus unit by <c>port unit</c>, of a line by its port.
/// </param>
internal sealed class FlakyWires(SimulatedWires wires, IReadOnlyDictionary<string, Fault> faults) : IWires
{
    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);

    /// <summary>Buses and lines that are open.</summary>
    public int Open => _open.Count;

    public II2cBus OpenI2c(string path)
    {
        _open[path] = 0;
        return new FlakyBus(path, wires.OpenI2c(path), this);
    }

    public async ValueTask<ISerialPort> OpenSerialAsync(
        string port, LineSettings line, CancellationToken cancellationToken)
    {
        if (faults.GetValueOrDefault(port)?.Is(Trouble.Gone) == true)
        {
            throw new BusException(BusFault.PortMissing, $"{port} is gone");
        }

        var open = await wires.OpenSerialAsync(port, line, cancellationToken);
        _open[port] = 0;
        return new FlakyPort(port, open, this);
    }

    private sealed class FlakyBus(string path, II2cBus bus, FlakyWires wires) : II2cBus
    {
        public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read)
        {
            var fault = wires.Of($"{path} {address}");
            switch (fault?.Trouble)
            {
                case Trouble.Silence:
                    throw new BusException(BusFault.NoAnswer, $"{path} 0x{address:x2}: no acknowledge");
                case Trouble.Gone:
                    throw new BusException(BusFault.PortMissing, $"{path} is gone");
                case Trouble.Hang:
                    fault.Sit();
                    break;
                default:
                    break;
            }

            bus.Transfer(address, write, read);
            if (fault?.Trouble == Trouble.Garbage)
            {
                read.Fill(0xFF);
            }
        }

        public void Dispose()
        {
            wires._open.TryRemove(path, out _);
            bus.Dispose();
        }
    }

    private sealed class FlakyPort(string port, ISerialPort line, FlakyWires wires) : ISerialPort
    {
        private byte _asked;

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = await line.ReadAsync(buffer, cancellationToken);
            var fault = wires.Of(port) ?? wires.Of($"{port} {_asked}");
            if (fault?.Trouble == Trouble.Gone)
            {
                throw new BusException(BusFault.PortMissing, $"{port} is gone");
            }

            if (fault?.Trouble == Trouble.Garbage)
            {
                buffer.Span[count / 2] ^= 0x55;
            }

            return count;
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            _asked = bytes.Span[0];
            if (wires.Of(port)?.Trouble == Trouble.Gone)
            {
                throw new BusException(BusFault.PortMissing, $"{port} is gone");
            }

            return wires.Of($"{port} {_asked}")?.Trouble == Trouble.Silence
                ? ValueTask.CompletedTask
                : line.WriteAsync(bytes, cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            wires._open.TryRemove(port, out _);
            return line.DisposeAsync();
        }
    }

    private Fault? Of(string place) => faults.GetValueOrDefault(place) is { IsOn: true } fault ? fault : null;
}
