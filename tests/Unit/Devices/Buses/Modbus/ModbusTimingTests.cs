using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Modbus;

public sealed class ModbusTimingTests
{
    [Theory]
    [InlineData(9600, Parity.Even, 1, 4.01)] // 3.5 characters of 11 bits
    [InlineData(2400, Parity.None, 1, 14.58)] // 3.5 characters of 10 bits
    [InlineData(19200, Parity.None, 2, 2.01)]
    [InlineData(38400, Parity.Even, 1, 1.75)]
    [InlineData(115200, Parity.None, 1, 1.75)]
    public void The_silence_between_frames_is_that_of_the_standard(int baud, Parity parity, int stop, double milliseconds) =>
        new LineSettings(baud, 8, parity, stop).FrameGap.TotalMilliseconds.Should().BeApproximately(milliseconds, 0.01);

    [Fact]
    public void A_byte_takes_its_start_data_parity_and_stop_bits() =>
        new LineSettings(1200, 8, Parity.Even).TimeOf(120).TotalSeconds.Should().BeApproximately(1.1, 1e-6);
}
