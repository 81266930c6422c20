using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>
/// The workers of all shared wires in use, one an I²C bus or Modbus line, so that a blocked one holds up nobody else's
/// devices.
/// </summary>
internal sealed class BusDirectory(IWires wires, TimeProvider time) : IAsyncDisposable
{
    private readonly Dictionary<string, I2cBusWorker> _buses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SharedLine> _lines = new(StringComparer.Ordinal);

    /// <summary>The worker of a bus, however its path is spelled; made at the first call, opened at the first transfer.</summary>
    public I2cBusWorker I2c(string path)
    {
        path = I2cPath.Of(path);
        if (!_buses.TryGetValue(path, out var worker))
        {
            worker = new I2cBusWorker(path, () => wires.OpenI2c(path), time);
            _buses.Add(path, worker);
        }

        return worker;
    }

    /// <summary>
    /// The worker of a Modbus line, whichever of its names it is given; made at the first call, opened at the first
    /// request.
    /// </summary>
    public ModbusLine Modbus(string port, LineSettings settings)
    {
        var (name, now) = (PortPath.Of(port), PortPath.Resolve(port));
        if (!_lines.TryGetValue(now, out var shared))
        {
            shared = new(name, line => new(
                name, settings, token => wires.OpenSerialAsync(NameToOpen(line), settings, token), time));
            _lines.Add(now, shared);
        }
        else if (name != now)
        {
            shared.Name = name; // a link or an identity still leads to the adapter when the kernel calls it otherwise
        }

        return shared.Worker;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(
        _buses.Values.Concat<IAsyncDisposable>(_lines.Values.Select(static line => line.Worker))
            .Select(static worker => worker.DisposeAsync().AsTask()));

    /// <exception cref="BusException">An adapter that was missing at the start turned out to have two names.</exception>
    private string NameToOpen(SharedLine line)
    {
        var now = PortPath.Resolve(line.Name);
        return _lines.Values.TakeWhile(each => each != line).FirstOrDefault(each => PortPath.Resolve(each.Name) == now)
            is { } same
            ? throw new BusException(
                BusFault.Busy, $"{line.Name} is the port {same.Name} of other devices: give all of them the same name")
            : line.Name;
    }

    /// <summary>A line and the name by which it is opened.</summary>
    private sealed class SharedLine
    {
        public SharedLine(string name, Func<SharedLine, ModbusLine> make)
        {
            Name = name;
            Worker = make(this);
        }

        public string Name { get; set; }

        public ModbusLine Worker { get; }
    }
}
