using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Profiles;

namespace Bridge.Devices.Drivers;

/// <summary>Any Modbus device that a profile describes: a reading is its registers, in few requests.</summary>
/// <param name="link">The unit.</param>
/// <param name="profile">Its registers.</param>
/// <param name="time">Stamps the readings.</param>
internal sealed class ModbusMeter(ModbusLink link, MeterProfile profile, TimeProvider time) : ICommandedDevice
{
    /// <summary>The profile of one's own.</summary>
    public static readonly Setting<string> Profile = SettingOf.Text(
        "profile", "Name of the file in `profiles` beside the configuration, without its ending; see [modbus.md](modbus.md).",
        expected: "the name of a profile") with
    {
        Required = true,
        Example = "my_heater",
    };

    private readonly ImmutableArray<RegisterBlock> _blocks = RegisterBlock.Plan(
        profile.Registers.Where(static register => register.IsRead), profile.MaxGap, profile.MaxRegisters);

    private uint _reading;

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
        foreach (var block in _blocks.Where(block => _reading % block.Every == 0))
        {
            var words = await link.ReadAsync(block.Table, block.Address, block.Count, cancellationToken);
            foreach (var register in block.Members)
            {
                var own = words.AsSpan(register.Address - block.Address, register.Length);
                values.Add(new(register.Entity.Key, register.Decode(own)));
            }
        }

        _reading++; // a reading that failed is tried again as a whole
        return new(time.GetUtcNow(), values.ToImmutable());
    }

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(Command command, CancellationToken cancellationToken)
    {
        var register = profile.Registers.First(each => each.Entity.Key == command.Key);
        var now = register.Mask == 0
            ? []
            : await link.ReadAsync(register.Table, register.Address, register.Length, cancellationToken);
        var words = register.Encode(command.Value, now) ?? throw new BusException(
            BusFault.InvalidValue, $"{link.Place}: the registers of {command.Key} cannot hold {command.Value}");
        await link.WriteAsync(register.Table, register.Address, words, register.IsWrittenAsMany, cancellationToken);
        _reading = 0; // the next reading tells of all registers what the device made of it
    }
}

/// <summary>The entry of <c>modbus</c>.</summary>
internal static partial class DriverEntries
{
    internal static readonly Driver Modbus = new ModbusDriver(
        "modbus", "Any Modbus device by a table of its registers, a profile of one's own")
    {
        Info = new() { Model = "Modbus device" },
        Settings = [ModbusMeter.Profile],
        Line = new LineSettings(9600),
        Create = static (_, _, _) => throw new InvalidOperationException("a Modbus device is made of its profile"),
        Source = "the profile: what the data sheet of the device says",
    };
}
