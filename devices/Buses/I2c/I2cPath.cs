using System.Globalization;
using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.I2c;

/// <summary>How a bus is written in settings.</summary>
public static class I2cPath
{
    /// <summary>
    /// The device node of a bus: <c>1</c> and <c>/dev/i2c-1</c> are both <c>/dev/i2c-1</c>; other paths stay.
    /// </summary>
    /// <exception cref="BusException">It is neither a number nor an absolute path.</exception>
    public static string Of(string bus)
    {
        if (bus.StartsWith('/'))
        {
            return bus;
        }

        return uint.TryParse(bus, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? $"/dev/i2c-{number}"
            : throw new BusException(
                BusFault.PortMissing, $"'{bus}' is no I²C bus: give its number (1) or its path (/dev/i2c-1)");
    }
}
