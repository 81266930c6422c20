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
    private readonly Dictionary<string, ModbusLine> _lines = new(StringComparer.Ordinal);

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
    /// The worker of a Modbus line, however its port is spelled; made at the first call, opened at the first request.
    /// </summary>
    public ModbusLine Modbus(string port, LineSettings settings)
    {
        port = PortPath.Of(port);
        if (!_lines.TryGetValue(port, out var line))
        {
            line = new ModbusLine(port, settings, token => wires.OpenSerialAsync(port, settings, token), time);
            _lines.Add(port, line);
        }

        return line;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(
        _buses.Values.Concat<IAsyncDisposable>(_lines.Values).Select(static worker => worker.DisposeAsync().AsTask()));
}
