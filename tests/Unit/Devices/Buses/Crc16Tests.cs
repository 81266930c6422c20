using Bridge.Devices.Buses;

namespace Bridge.Unit.Devices.Buses;

/// <summary>The check values of both are those of the catalogue of parametrised CRC algorithms.</summary>
public sealed class Crc16Tests
{
    [Theory]
    [InlineData(0x0000, 0xBB3D)] // CRC-16/ARC
    [InlineData(0xFFFF, 0x4B37)] // CRC-16/MODBUS
    public void Has_the_check_value_of_its_start(int start, int check)
    {
        Crc16.Of("123456789"u8, (ushort)start).Should().Be((ushort)check);
    }
}
