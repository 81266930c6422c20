using System.Buffers.Binary;

namespace Bridge.Devices.Profiles;

/// <summary>How a value lies in registers, the higher byte of each first.</summary>
public enum RegisterType
{
    /// <summary>16 bits without a sign.</summary>
    U16,

    /// <summary>16 bits, two's complement.</summary>
    I16,

    /// <summary>32 bits without a sign.</summary>
    U32,

    /// <summary>32 bits, two's complement.</summary>
    I32,

    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>A truth value: a coil, a discrete input, or a register that is not 0.</summary>
    Bit,
}

/// <summary>Reads values out of registers.</summary>
internal static class RegisterValue
{
    /// <summary>Beyond any quantity that is measured, and well within a decimal.</summary>
    private const float Largest = 1e15f;

    extension(RegisterType type)
    {
        /// <summary>How many registers it takes.</summary>
        public int Registers => type is RegisterType.U32 or RegisterType.I32 or RegisterType.Float32 ? 2 : 1;

        /// <summary>The number; null when the registers hold none (not a number, infinite, beyond 10¹⁵).</summary>
        /// <param name="registers">As many as the type takes.</param>
        /// <param name="lowFirst">The register with the lower half comes first.</param>
        public decimal? Read(ReadOnlySpan<ushort> registers, bool lowFirst)
        {
            var word = registers[0];
            if (type.Registers == 1)
            {
                return type == RegisterType.I16 ? (short)word : word;
            }

            var (high, low) = lowFirst ? (registers[1], word) : (word, registers[1]);
            var both = ((uint)high << 16) | low;
            return type switch
            {
                RegisterType.U32 => both,
                RegisterType.I32 => (int)both,
                _ => Float(both),
            };
        }
    }

    // The conversion to decimal keeps the seven digits that a single has, and no noise behind them.
    private static decimal? Float(uint bits)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, bits);
        var number = BinaryPrimitives.ReadSingleBigEndian(bytes);
        return Math.Abs(number) < Largest ? (decimal)number : null;
    }
}
