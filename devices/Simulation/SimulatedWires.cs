using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Devices.Simulation;

/// <summary>Wires with nothing real behind them. What was not added is missing, as on a real machine.</summary>
public sealed class SimulatedWires : IWires
{
    private readonly Dictionary<string, Dictionary<byte, ISimulatedChip>> _buses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<ISerialPort>> _lines = new(StringComparer.Ordinal);

    /// <summary>
    /// Puts a chip on a bus, and makes the bus if it is the first one. All of it before the first use.
    /// </summary>
    /// <param name="bus">As in settings: <c>1</c> or <c>/dev/i2c-1</c>.</param>
    /// <param name="address">7-bit address.</param>
    /// <param name="chip">The chip.</param>
    public SimulatedWires WithChip(string bus, byte address, ISimulatedChip chip)
    {
        var path = I2cPath.Of(bus);
        if (!_buses.TryGetValue(path, out var chips))
        {
            _buses[path] = chips = [];
        }

        chips.Add(address, chip);
        return this;
    }

    /// <summary>Makes a line; it is opened anew each time someone opens the port.</summary>
    public SimulatedWires WithLine(string port, Func<ISerialPort> open)
    {
        _lines.Add(port, open);
        return this;
    }

    /// <inheritdoc/>
    public II2cBus OpenI2c(string path) => _buses.TryGetValue(I2cPath.Of(path), out var chips)
        ? new SimulatedI2cBus(I2cPath.Of(path), chips)
        : throw new BusException(BusFault.PortMissing, $"no {I2cPath.Of(path)}: no such simulated bus");

    /// <inheritdoc/>
    public ValueTask<ISerialPort> OpenSerialAsync(
        string port, LineSettings line, CancellationToken cancellationToken) => _lines.TryGetValue(port, out var open)
        ? ValueTask.FromResult(open())
        : throw new BusException(BusFault.PortMissing, $"no {port}: no such simulated line");
}
