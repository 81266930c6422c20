using System.Buffers.Binary;

namespace Bridge.Devices.Profiles;

/// <summary>In which order a value of several registers lies; the standard says only that each register has its higher byte first.</summary>
/// <param name="LowWordFirst">The register with the lower part comes first.</param>
/// <param name="LowByteFirst">The bytes of each register are swapped.</param>
public readonly record struct RegisterOrder(bool LowWordFirst, bool LowByteFirst)
{
    /// <summary>The bits of one to four registers in one word.</summary>
    public ulong Join(ReadOnlySpan<ushort> registers)
    {
        var bits = 0UL;
        for (var index = 0; index < registers.Length; index++)
        {
            bits = (bits << 16) | Turned(registers[LowWordFirst ? registers.Length - 1 - index : index]);
        }

        return bits;
    }

    /// <summary>The registers that hold these bits.</summary>
    /// <param name="bits">The bits.</param>
    /// <param name="count">How many registers, 1 to 4.</param>
    public ushort[] Split(ulong bits, int count)
    {
        var registers = new ushort[count];
        for (var index = count - 1; index >= 0; index--)
        {
            registers[LowWordFirst ? count - 1 - index : index] = Turned((ushort)bits);
            bits >>= 16;
        }

        return registers;
    }

    /// <summary>One register with its higher byte first, or the other way round.</summary>
    public ushort Turned(ushort register) => LowByteFirst ? BinaryPrimitives.ReverseEndianness(register) : register;
}
