using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Profiles;

namespace Bridge.Devices.Drivers;

/// <summary>Any Modbus device that a profile describes: each reading is all of its registers, in few requests.</summary>
/// <param name="link">The unit.</param>
/// <param name="profile">Its registers.</param>
/// <param name="time">Stamps the readings.</param>
internal sealed class ModbusMeter(ModbusLink link, MeterProfile profile, TimeProvider time) : IPolledDevice
{
    private readonly ImmutableArray<RegisterBlock> _blocks =
        RegisterBlock.Plan(profile.Registers, profile.MaxGap, profile.MaxRegisters);

    /// <inheritdoc/>
    public DeviceInfo Info => profile.Info;

    /// <summary>The device type that a profile makes.</summary>
    public static ModbusDriver Driver(MeterProfile profile) => new(profile.Name, profile.Summary)
    {
        Info = profile.Info,
        Line = profile.Line,
        DefaultInterval = profile.Interval,
        Entities = _ => [.. profile.Registers.Select(static register => register.Entity)],
        Create = (link, _, time) => new ModbusMeter(link, profile, time),
        Source = profile.Source,
    };

    /// <inheritdoc/>
    public async ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        var values = ImmutableArray.CreateBuilder<KeyedValue>(profile.Registers.Length);
        foreach (var block in _blocks)
        {
            var words = await link.ReadAsync(block.Table, block.Address, block.Count, cancellationToken);
            foreach (var register in block.Members)
            {
                if (Decode(register, words.AsSpan(register.Address - block.Address, register.Length)) is { } value)
                {
                    values.Add(new(register.Entity.Key, value));
                }
            }
        }

        return values.Count > 0
            ? new(time.GetUtcNow(), values.ToImmutable())
            : throw new BusException(BusFault.InvalidValue, $"{link.Place}: none of its registers holds a number");
    }

    private static Value? Decode(MeterRegister register, ReadOnlySpan<ushort> words) =>
        register.Type.Read(words, register.LowFirst) is not { } number ? null
        : register.Type == RegisterType.Bit ? Value.Of(number != 0)
        : Value.Of(number * register.Factor);
}
