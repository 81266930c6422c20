using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Devices.Buses;

/// <summary>Opens buses and lines: the kernel's, or simulated ones that stand in their place.</summary>
public interface IWires
{
    /// <summary>Opens an I²C bus: <c>/dev/i2c-1</c>, or its number.</summary>
    /// <exception cref="BusException">
    /// <see cref="BusFault.PortMissing"/>, <see cref="BusFault.Permission"/>, <see cref="BusFault.Busy"/>.
    /// </exception>
    II2cBus OpenI2c(string path);

    /// <summary>
    /// Opens a serial line: a device path, <c>usb:vid:pid</c>, <c>tcp://host:port</c> or <c>modbus-tcp://host:port</c>.
    /// </summary>
    /// <exception cref="BusException">It is not there, not ours, or already in use.</exception>
    ValueTask<ISerialPort> OpenSerialAsync(string port, LineSettings line, CancellationToken cancellationToken);
}
