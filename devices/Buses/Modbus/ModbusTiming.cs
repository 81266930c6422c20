using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Modbus;

/// <summary>How long bytes take on a line, and how long it must be silent between frames.</summary>
internal static class ModbusTiming
{
    private const int FastBaud = 19200;

    extension(LineSettings line)
    {
        /// <summary>Silence that ends a frame: 3.5 characters, 1.75 ms above 19200 baud (serial line 1.02, 2.5.1.1).</summary>
        public TimeSpan FrameGap => line.Baud > FastBaud ? TimeSpan.FromMilliseconds(1.75) : 3.5 * line.TimeOf(1);

        /// <summary>How long so many bytes take.</summary>
        public TimeSpan TimeOf(int bytes)
        {
            var bits = 1 + line.DataBits + (line.Parity == Parity.None ? 0 : 1) + line.StopBits;
            return TimeSpan.FromSeconds((double)bytes * bits / line.Baud);
        }
    }
}
