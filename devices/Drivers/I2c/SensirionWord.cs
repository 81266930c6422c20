using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.I2c;

/// <summary>Words as Sensirion's chips send them: two bytes, high one first, and their CRC-8.</summary>
internal static class SensirionWord
{
    /// <summary>Bytes of a word with its CRC.</summary>
    public const int Length = 3;

    private const byte Polynomial = 0x31;

    /// <summary>CRC-8, polynomial 0x31, initial value 0xFF (data sheet of the SHT3x, 4.12).</summary>
    public static byte Crc(ReadOnlySpan<byte> bytes)
    {
        byte crc = 0xFF;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (byte)((crc & 0x80) != 0 ? (crc << 1) ^ Polynomial : crc << 1);
            }
        }

        return crc;
    }

    /// <summary>The word at an index.</summary>
    /// <exception cref="BusException">Its CRC does not fit.</exception>
    public static ushort At(ReadOnlySpan<byte> answer, int index, string place)
    {
        var word = answer.Slice(index * Length, Length);
        var crc = Crc(word[..2]);
        return crc == word[2] ? (ushort)((word[0] << 8) | word[1]) : throw new BusException(
            BusFault.Checksum,
            $"{place}: the word {Convert.ToHexString(word[..2])} came with the CRC {word[2]:X2}, its bytes give {crc:X2}; "
            + "check the wiring, or another chip sits there");
    }
}
