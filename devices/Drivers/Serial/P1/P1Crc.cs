namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>CRC-16/ARC: polynomial x¹⁶+x¹⁵+x²+1, least significant bit first, start 0 (DSMR P1 5.0.2, 6.2).</summary>
internal static class P1Crc
{
    private const ushort ReflectedPolynomial = 0xA001;

    private static readonly ushort[] Table = MakeTable();

    /// <summary>The checksum of <paramref name="bytes"/>: from <c>/</c> up to and with <c>!</c>.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (var each in bytes)
        {
            crc = Next(crc, each);
        }

        return crc;
    }

    /// <summary>The checksum of lines that ended with CR and LF, of which a gateway on the way dropped each CR.</summary>
    public static ushort OfLinesWithoutReturn(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (var each in bytes)
        {
            crc = Next(each == '\n' ? Next(crc, (byte)'\r') : crc, each);
        }

        return crc;
    }

    private static ushort Next(ushort crc, byte value) => (ushort)((crc >> 8) ^ Table[(byte)(crc ^ value)]);

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
