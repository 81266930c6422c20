namespace Bridge.Devices.Buses;

/// <summary>
/// The checksum of polynomial x¹⁶+x¹⁵+x²+1, least significant bit first: CRC-16/ARC begins with 0, CRC-16/MODBUS with all
/// ones.
/// </summary>
internal static class Crc16
{
    private const ushort ReflectedPolynomial = 0xA001;

    private static readonly ushort[] Table = MakeTable();

    /// <summary>The checksum of these bytes.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes, ushort start)
    {
        var crc = start;
        foreach (var value in bytes)
        {
            crc = Next(crc, value);
        }

        return crc;
    }

    /// <summary>The checksum with one byte more.</summary>
    public static ushort Next(ushort crc, byte value) => (ushort)((crc >> 8) ^ Table[(byte)(crc ^ value)]);

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var index = 0; index < table.Length; index++)
        {
            var crc = index;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ ReflectedPolynomial;
            }

            table[index] = (ushort)crc;
        }

        return table;
    }
}
