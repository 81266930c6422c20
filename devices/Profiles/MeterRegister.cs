using System.Collections.Immutable;
using System.Numerics;
using Bridge.Devices.Model;

namespace Bridge.Devices.Profiles;

/// <summary>One quantity of a device: where it lies, what its bits mean, and how it is set.</summary>
/// <param name="Entity">What it is.</param>
/// <param name="Table">In which table it lies.</param>
/// <param name="Address">Its first register, counted from 0 as on the wire.</param>
/// <param name="Type">How it lies there.</param>
public sealed record MeterRegister(Entity Entity, ModbusTable Table, ushort Address, RegisterType Type)
{
    /// <summary>How many registers it takes.</summary>
    public int Length { get; init; } = Type.Registers;

    /// <summary>The order of words and bytes.</summary>
    public RegisterOrder Order { get; init; }

    /// <summary>The bits of the registers that are its own, side by side; 0 for all.</summary>
    public ulong Mask { get; init; }

    /// <summary>The number in the registers is multiplied by it; not 0.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>Added after <see cref="Factor"/>.</summary>
    public decimal Offset { get; init; }

    /// <summary>What numbers stand for; empty for numbers that are a quantity.</summary>
    public ImmutableArray<(decimal Number, string Text)> Map { get; init; } = [];

    /// <summary>Contents of the registers that say that there is no value.</summary>
    public ImmutableArray<ulong> Unavailable { get; init; } = [];

    /// <summary>The number that is on, and what a button writes; null where all but off is on.</summary>
    public decimal? On { get; init; }

    /// <summary>The number that is off; null for 0.</summary>
    public decimal? Off { get; init; }

    /// <summary>It is written by the functions for many (15, 16), though it is one.</summary>
    public bool IsWrittenAsMany { get; init; }

    /// <summary>It is read in every n-th reading.</summary>
    public int Every { get; init; } = 1;

    /// <summary>False for what is only written.</summary>
    public bool IsRead => Entity.Kind != EntityKind.Button;

    /// <summary>What registers hold, in the entity's terms; unknown when they say that there is no value.</summary>
    /// <param name="registers">As many as <see cref="Length"/>.</param>
    public Value Decode(ReadOnlySpan<ushort> registers)
    {
        if (Type == RegisterType.Ascii)
        {
            return Text(registers);
        }

        var bits = Order.Join(registers);
        var number = Mask == 0 ? Type.Number(bits) : (bits & Mask) >> BitOperations.TrailingZeroCount(Mask);
        return number is not { } raw || Unavailable.Contains(bits) ? Value.Unknown
            : Entity.Kind is EntityKind.BinarySensor or EntityKind.Switch ? Truth(raw)
            : Map.IsEmpty ? Value.Of((raw * Factor) + Offset)
            : Value.Of(TextOf(raw));
    }

    /// <summary>The registers as they are to be written; null when they cannot hold exactly this value.</summary>
    /// <param name="value">The value, checked against the entity.</param>
    /// <param name="now">What the registers hold, so that bits outside of <see cref="Mask"/> stay as they are.</param>
    public ushort[]? Encode(Value value, ReadOnlySpan<ushort> now) => Encode(RawOf(value), now);

    /// <summary>The same for the number as it stands in the registers.</summary>
    internal ushort[]? Encode(decimal raw, ReadOnlySpan<ushort> now)
    {
        if (Mask == 0)
        {
            return Type.Bits(raw) is { } all ? Order.Split(all, Length) : null;
        }

        var shift = BitOperations.TrailingZeroCount(Mask);
        return raw >= 0 && raw <= Mask >> shift && raw == decimal.Truncate(raw)
            ? Order.Split((Order.Join(now) & ~Mask) | ((ulong)raw << shift), Length)
            : null;
    }

    private decimal RawOf(Value value) => Entity.Kind switch
    {
        EntityKind.Switch => value.Boolean ? On ?? 1 : Off ?? 0,
        EntityKind.Select => Map.First(each => each.Text == value.Text).Number,
        EntityKind.Number => Unscaled(value.Number),
        _ => On ?? 1,
    };

    // A quotient that goes on for ever is rounded only when it scales up to the value again.
    private decimal Unscaled(decimal number)
    {
        var raw = (number - Offset) / Factor;
        var whole = decimal.Round(raw);
        return (whole * Factor) + Offset == number ? whole : raw;
    }

    private Value Truth(decimal raw) =>
        raw == On ? Value.Of(true)
        : raw == (Off ?? 0) ? Value.Of(false)
        : On is null || Off is null ? Value.Of(On is null)
        : Value.Unknown;

    // A number that stands for nothing is shown as it is, so that the entity can refuse it by name.
    private string TextOf(decimal raw) =>
        Map.FirstOrDefault(each => each.Number == raw).Text ?? Value.Of(raw).ToString();

    private Value Text(ReadOnlySpan<ushort> registers)
    {
        var text = new char[registers.Length * 2];
        for (var index = 0; index < registers.Length; index++)
        {
            var register = Order.Turned(registers[index]);
            (text[index * 2], text[(index * 2) + 1]) = ((char)(register >> 8), (char)(register & 0xFF));
        }

        var end = Array.IndexOf(text, '\0');
        var shown = new string(text, 0, end < 0 ? text.Length : end).Trim();
        return shown.Length == 0 ? Value.Unknown
            : Value.Of(string.Concat(shown.Select(static letter => char.IsBetween(letter, ' ', '~') ? letter : '\uFFFD')));
    }
}
