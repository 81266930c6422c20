using System.Buffers.Binary;

namespace Bridge.Devices.Profiles;

/// <summary>How a value lies in registers.</summary>
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

    /// <summary>64 bits without a sign.</summary>
    U64,

    /// <summary>64 bits, two's complement.</summary>
    I64,

    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>IEEE 754 double precision.</summary>
    Float64,

    /// <summary>A truth value: a coil, a discrete input, or a register that is not 0.</summary>
    Bit,

    /// <summary>Characters, two in a register.</summary>
    Ascii,
}

/// <summary>What bits are as a number, and back.</summary>
internal static class RegisterNumber
{
    /// <summary>Beyond any quantity that is measured, and well within a decimal.</summary>
    private const double Largest = 1e15;

    extension(RegisterType type)
    {
        /// <summary>How many registers a number of this type takes.</summary>
        public int Registers => type switch
        {
            RegisterType.U64 or RegisterType.I64 or RegisterType.Float64 => 4,
            RegisterType.U32 or RegisterType.I32 or RegisterType.Float32 => 2,
            _ => 1,
        };

        /// <summary>True where numbers have a fraction.</summary>
        public bool IsFloat => type is RegisterType.Float32 or RegisterType.Float64;

        /// <summary>The number; null when the bits are none (not a number, infinite, beyond 10¹⁵).</summary>
        public decimal? Number(ulong bits) => type switch
        {
            RegisterType.I16 => (short)bits,
            RegisterType.I32 => (int)bits,
            RegisterType.I64 => (long)bits,
            RegisterType.Float32 => Single((uint)bits),
            RegisterType.Float64 => Double(bits),
            _ => bits,
        };

        /// <summary>The bits of a number; null when the type cannot hold exactly this one.</summary>
        public ulong? Bits(decimal number)
        {
            if (type.IsFloat)
            {
                var bits = type == RegisterType.Float32 ? BitsOf((float)number) : BitsOf((double)number);
                return type.Number(bits) == number ? bits : null;
            }

            var width = 16 * type.Registers;
            var isSigned = type is RegisterType.I16 or RegisterType.I32 or RegisterType.I64;
            var least = isSigned ? -(decimal)(1UL << (width - 1)) : 0;
            var beyond = isSigned ? 1UL << (width - 1) : width == 64 ? ulong.MaxValue + 1m : 1UL << width;
            if (number < least || number >= beyond || number != decimal.Truncate(number))
            {
                return null;
            }

            return (number < 0 ? (ulong)(long)number : (ulong)number) & (ulong.MaxValue >> (64 - width));
        }
    }

    // The conversion to decimal keeps the digits that the type has, and no noise behind them.
    private static decimal? Single(uint bits)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, bits);
        var number = BinaryPrimitives.ReadSingleBigEndian(bytes);
        return Math.Abs(number) < Largest ? (decimal)number : null;
    }

    private static decimal? Double(ulong bits)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, bits);
        var number = BinaryPrimitives.ReadDoubleBigEndian(bytes);
        return Math.Abs(number) < Largest ? (decimal)number : null;
    }

    private static ulong BitsOf(float number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleBigEndian(bytes, number);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private static ulong BitsOf(double number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
