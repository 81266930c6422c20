using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Host.Cli.Demo;

/// <summary>
/// The wires of this machine and, by names that no machine has, those of the demo: a configuration can be tried before
/// there is hardware.
/// </summary>
/// <param name="machine">The wires of this machine.</param>
/// <param name="time">The clock of the demo's house.</param>
internal sealed class DemoWires(IWires machine, TimeProvider time) : IWires
{
    private readonly Lazy<IWires> _demo = new(() => DemoHouse.Wires(time));

    /// <summary>The wires that a configuration may name.</summary>
    public static DemoWires OfThisMachine => new(new LinuxWires(TimeProvider.System), TimeProvider.System);

    /// <inheritdoc/>
    public II2cBus OpenI2c(string path) => Behind(path).OpenI2c(path);

    /// <inheritdoc/>
    public ValueTask<ISerialPort> OpenSerialAsync(
        string port, LineSettings line, CancellationToken cancellationToken) =>
        Behind(port).OpenSerialAsync(port, line, cancellationToken);

    private IWires Behind(string name) => DemoHouse.HasWire(name) ? _demo.Value : machine;
}
