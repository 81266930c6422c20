using Bridge.Devices.Buses;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>CRC-16/ARC (DSMR P1 5.0.2, 6.2).</summary>
internal static class P1Crc
{
    private const ushort Start = 0;

    /// <summary>The checksum of <paramref name="bytes"/>: from <c>/</c> up to and with <c>!</c>.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes) => Crc16.Of(bytes, Start);

    /// <summary>The checksum of lines that ended with CR and LF, of which a gateway on the way dropped each CR.</summary>
    public static ushort OfLinesWithoutReturn(ReadOnlySpan<byte> bytes)
    {
        var crc = Start;
        foreach (var each in bytes)
        {
            crc = Crc16.Next(each == '\n' ? Crc16.Next(crc, (byte)'\r') : crc, each);
        }

        return crc;
    }
}
