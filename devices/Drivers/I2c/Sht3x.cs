using System.Collections.Immutable;
using Bridge.Devices.Drivers.I2c;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers;

/// <summary>
/// Sensirion SHT30, SHT31 and SHT35: temperature and humidity. Single shot measures when asked; periodic fetches what
/// the chip measured by itself. A conversation begins with a reset, which also switches the heater off.
/// </summary>
/// <param name="link">The chip.</param>
/// <param name="mode">How it measures.</param>
/// <param name="time">What is waited by.</param>
internal sealed class Sht3x(I2cLink link, Sht3xMode mode, TimeProvider time) : ICommandedDevice
{
    /// <summary>Who starts a measurement.</summary>
    public static readonly Setting<bool> Periodic = SettingOf.Choice(
        "mode",
        "`single_shot` measures at each reading; `periodic` lets the chip measure by itself, at `rate`.",
        "single_shot",
        ("single_shot", false),
        ("periodic", true));

    /// <summary>Noise against time.</summary>
    public static readonly Setting<Sht3xRepeatability> Repeatability = SettingOf.Choice(
        "repeatability",
        "Higher gives less noise and takes longer: up to 15.5 ms for `high`, 6.5 ms for `medium`, 4.5 ms for `low`.",
        "high",
        ("low", Sht3xRepeatability.Low),
        ("medium", Sht3xRepeatability.Medium),
        ("high", Sht3xRepeatability.High));

    /// <summary>Measurements in a second.</summary>
    public static readonly Setting<decimal> Rate = SettingOf.Choice(
        "rate",
        "Measurements in a second with `mode: periodic`; faster ones warm the chip.",
        "1",
        ("0.5", 0.5m),
        ("1", 1m),
        ("2", 2m),
        ("4", 4m),
        ("10", 10m));

    /// <summary>What it measures, with the limits of its operating range, and its heater.</summary>
    public static readonly ImmutableArray<Entity> Entities =
    [
        new("temperature")
        {
            DeviceClass = "temperature",
            Unit = "°C",
            StateClass = StateClass.Measurement,
            Decimals = 2,
            DisplayPrecision = 1,
            Lowest = -40,
            Highest = 125,
        },
        new("humidity")
        {
            DeviceClass = "humidity",
            Unit = "%",
            StateClass = StateClass.Measurement,
            Decimals = 2,
            DisplayPrecision = 1,
            Lowest = 0,
            Highest = 100,
        },
        new(Heater)
        {
            Kind = EntityKind.Switch,
            Name = "Heater",
            Category = EntityCategory.Config,
            EnabledByDefault = false,
        },
    ];

    private const string Heater = "heater";

    // Commands and the bits of the status word: data sheet, 4.5 to 4.11. The serial number has an application note.
    private const ushort Break = 0x3093;
    private const ushort SoftReset = 0x30A2;
    private const ushort ReadStatus = 0xF32D;
    private const ushort ClearStatus = 0x3041;
    private const ushort ReadSerialNumber = 0x3780;
    private const ushort HeaterOn = 0x306D;
    private const ushort HeaterOff = 0x3066;
    private const ushort FetchData = 0xE000;
    private const int WasReset = 1 << 4;
    private const int CommandFailed = 1 << 1;
    private const int WriteChecksumFailed = 1 << 0;
    private const int HeaterIsOn = 1 << 13;

    // At most 1.5 ms after a reset, 1 ms after other commands; timers drop what is less than a millisecond.
    private static readonly TimeSpan ResetTime = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan CommandTime = TimeSpan.FromMilliseconds(1);

    private bool _started;

    /// <inheritdoc/>
    public DeviceInfo Info { get; private set; } = DriverEntries.Sht3x.Info;

    /// <inheritdoc/>
    public async ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        var status = await BeginAsync(cancellationToken);
        var data = await MeasureAsync(cancellationToken);
        var temperature = SensirionWord.At(data, 0, link.Place);
        var humidity = SensirionWord.At(data, 1, link.Place);
        _started = true;
        return new(time.GetUtcNow(),
        [
            new("temperature", Value.Of(-45 + (175m * temperature / ushort.MaxValue))),
            new("humidity", Value.Of(100m * humidity / ushort.MaxValue)),
            new(Heater, Value.Of((status & HeaterIsOn) != 0)),
        ]);
    }

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(Command command, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        var on = command.Value.Boolean;
        await WriteAsync(on ? HeaterOn : HeaterOff, CommandTime, cancellationToken);
        var status = await StatusAsync(cancellationToken);
        if ((status & (CommandFailed | WriteChecksumFailed)) != 0 || (status & HeaterIsOn) != 0 != on)
        {
            throw new BusException(
                BusFault.Protocol,
                $"The SHT3x at {link.Place} did not switch its heater {(on ? "on" : "off")} (status 0x{status:X4}).");
        }

        _started = true;
    }

    /// <summary>Leaves the chip ready to measure; until the caller is through, the conversation counts as broken off.</summary>
    /// <returns>The status word.</returns>
    private async ValueTask<ushort> BeginAsync(CancellationToken cancellationToken)
    {
        var wasStarted = _started;
        _started = false;
        if (wasStarted && await StatusAsync(cancellationToken) is var before && (before & WasReset) == 0)
        {
            return before;
        }

        // It has lost its power since, or is another one.
        await StartAsync(cancellationToken);
        var status = await StatusAsync(cancellationToken);
        if ((status & (WasReset | CommandFailed | WriteChecksumFailed)) != 0)
        {
            throw new BusException(
                BusFault.Protocol,
                $"The SHT3x at {link.Place} does not start (status 0x{status:X4}); check its supply voltage.");
        }

        if (mode.IsPeriodic)
        {
            await WriteAsync(mode.Command, mode.Duration, cancellationToken);
        }

        return status;
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(Break, CommandTime, cancellationToken); // takes no reset while it measures periodically
        await WriteAsync(SoftReset, ResetTime, cancellationToken);
        await WriteAsync(ClearStatus, CommandTime, cancellationToken);
        Info = await SerialNumberAsync(cancellationToken) is { } number
            ? DriverEntries.Sht3x.Info with { SerialNumber = number }
            : DriverEntries.Sht3x.Info;
    }

    /// <summary>The serial number; null where the chip has none, as copies of it.</summary>
    private async ValueTask<string?> SerialNumberAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await AskAsync(ReadSerialNumber, 2 * SensirionWord.Length, cancellationToken);
            return $"{SensirionWord.At(answer, 0, link.Place):X4}{SensirionWord.At(answer, 1, link.Place):X4}";
        }
        catch (BusException refused) when (refused.Fault.MayBeRefusal)
        {
            await WriteAsync(ClearStatus, CommandTime, cancellationToken); // it has noted a command that it does not know
            return null;
        }
    }

    private async ValueTask<byte[]> MeasureAsync(CancellationToken cancellationToken)
    {
        if (!mode.IsPeriodic)
        {
            await WriteAsync(mode.Command, mode.Duration, cancellationToken);
        }

        for (var read = 1; ; read++)
        {
            try
            {
                return mode.IsPeriodic
                    ? await AskAsync(FetchData, 2 * SensirionWord.Length, cancellationToken)
                    : await ReceiveAsync(2 * SensirionWord.Length, cancellationToken);
            }
            catch (BusException notYet) when (notYet.Fault.MayBeRefusal)
            {
                if (read == mode.Reads)
                {
                    throw new BusException(
                        BusFault.Timeout, $"The SHT3x at {link.Place} does not finish its measurement.", notYet);
                }
            }

            await Task.Delay(mode.Pause, time, cancellationToken);
        }
    }

    private async ValueTask<ushort> StatusAsync(CancellationToken cancellationToken) =>
        SensirionWord.At(await AskAsync(ReadStatus, SensirionWord.Length, cancellationToken), 0, link.Place);

    private async ValueTask<byte[]> AskAsync(ushort command, int count, CancellationToken cancellationToken)
    {
        var answer = new byte[count];
        await link.TransferAsync(Bytes(command), answer, cancellationToken);
        return answer;
    }

    private async ValueTask<byte[]> ReceiveAsync(int count, CancellationToken cancellationToken)
    {
        var answer = new byte[count];
        await link.TransferAsync(ReadOnlyMemory<byte>.Empty, answer, cancellationToken);
        return answer;
    }

    private async ValueTask WriteAsync(ushort command, TimeSpan wait, CancellationToken cancellationToken)
    {
        await link.TransferAsync(Bytes(command), Memory<byte>.Empty, cancellationToken);
        await Task.Delay(wait, time, cancellationToken);
    }

    private static byte[] Bytes(ushort command) => [(byte)(command >> 8), (byte)command];
}

/// <summary>The entry of <c>sht3x</c>.</summary>
internal static partial class DriverEntries
{
    internal static readonly Driver Sht3x = new I2cDriver("sht3x", "Sensirion SHT30, SHT31, SHT35: temperature and humidity")
    {
        Addresses = [0x44, 0x45],
        Needs = I2cNeeds.RawReads,
        Info = new() { Manufacturer = "Sensirion", Model = "SHT3x" },
        Settings = [Drivers.Sht3x.Periodic, Drivers.Sht3x.Repeatability, Drivers.Sht3x.Rate],
        Entities = static _ => Drivers.Sht3x.Entities,
        Create = static (link, values, time) => new Sht3x(
            link,
            values.Get(Drivers.Sht3x.Periodic)
                ? Sht3xMode.Periodic(values.Get(Drivers.Sht3x.Repeatability), values.Get(Drivers.Sht3x.Rate))
                : Sht3xMode.SingleShot(values.Get(Drivers.Sht3x.Repeatability)),
            time),
        Source = "Sensirion SHT3x-DIS data sheet, version 7",
    };
}
