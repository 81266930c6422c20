using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Devices.Buses;

/// <summary>The wires of this machine: the kernel's buses and lines, and lines over TCP.</summary>
/// <param name="time">Measures the lines' time-outs.</param>
public sealed class LinuxWires(TimeProvider time) : IWires
{
    /// <inheritdoc/>
    public II2cBus OpenI2c(string path) => LinuxI2cBus.Open(I2cPath.Of(path));

    /// <inheritdoc/>
    public async ValueTask<ISerialPort> OpenSerialAsync(
        string port, LineSettings line, CancellationToken cancellationToken) =>
        port.Contains("://", StringComparison.Ordinal)
            ? await TcpPort.ConnectAsync(port, time, cancellationToken)
            : TermiosPort.Open(UsbPort.TryParse(port, out var usb) ? usb.Find() : port, line, time);
}
