using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Devices.Profiles;

/// <summary>Registers that are read by one request, and the quantities in them, which are read equally often.</summary>
/// <param name="Table">The table.</param>
/// <param name="Address">The first register.</param>
/// <param name="Count">How many.</param>
/// <param name="Members">The quantities.</param>
internal sealed record RegisterBlock(ModbusTable Table, ushort Address, int Count, ImmutableArray<MeterRegister> Members)
{
    /// <summary>It is read in every n-th reading.</summary>
    public int Every => Members[0].Every;

    /// <summary>The fewest requests that read all quantities within the limits; none is torn apart.</summary>
    /// <param name="registers">The quantities, in any order.</param>
    /// <param name="maxGap">Registers that nobody wants but that may be read along between two that are wanted.</param>
    /// <param name="maxCount">The most registers in one request.</param>
    public static ImmutableArray<RegisterBlock> Plan(
        IEnumerable<MeterRegister> registers, int maxGap, int maxCount)
    {
        var blocks = ImmutableArray.CreateBuilder<RegisterBlock>();
        foreach (var register in registers
            .OrderBy(static each => each.Every).ThenBy(static each => each.Table)
            .ThenBy(static each => each.Address).ThenBy(static each => each.Length))
        {
            var last = blocks.Count > 0 ? blocks[^1] : null;
            if (last?.With(register) is { } longer && longer.Count <= maxCount
                && register.Address - (last.Address + last.Count) <= maxGap)
            {
                blocks[^1] = longer;
            }
            else
            {
                blocks.Add(new(register.Table, register.Address, register.Length, [register]));
            }
        }

        return blocks.ToImmutable();
    }

    private RegisterBlock? With(MeterRegister next) => next.Table != Table || next.Every != Every ? null : this with
    {
        Count = Math.Max(Count, next.Address + next.Length - Address),
        Members = Members.Add(next),
    };
}
