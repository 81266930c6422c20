using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>The keys of one device.</summary>
internal static class DeviceKeys
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static readonly Setting<string> Driver = SettingOf.Text(
        "driver", "Its type, from the list of drivers.", expected: "the name of a driver") with
    {
        Required = true,
    };

    public static readonly Setting<string> Name = SettingOf.Text(
        "name", "Its name in Home Assistant; by default made from the id (`living_room` is `Living room`).",
        string.Empty, "a text of one line", TextForm.IsLine);

    public static readonly Setting<string> Area = SettingOf.Text(
        "area", "Area that is suggested to Home Assistant.", string.Empty, "a text of one line", TextForm.IsLine);

    public static readonly Setting<bool> Enabled = SettingOf.Boolean(
        "enabled", "`false` leaves it untouched and shown offline.", true);

    public static readonly Setting<TimeSpan> Timeout = SettingOf.Duration(
        "timeout", "The longest that one reading may take; on a Modbus line, the answer to one request.",
        TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)) with
    {
        DefaultText = "5s, on a Modbus line 1s",
        Example = "5s",
    };

    public static readonly Setting<int> OfflineAfter = SettingOf.Integer(
        "offline_after", "Failed readings in a row until it is shown offline.", 3, 1, 1000);

    public static readonly Setting<TimeSpan> StaleAfter = SettingOf.Duration(
        "stale_after", "Time without a good reading until it is stale; at least the interval.",
        TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)) with
    {
        DefaultText = "the longer of 3 × interval and 60s",
        Example = "5m",
    };

    public static readonly Setting<OnFailure> OnFailure = SettingOf.Choice(
        "on_failure", "When its driver has failed by too many bugs: `stay` goes on without it, `exit` ends the bridge.",
        "stay", ("stay", Configuration.OnFailure.Stay), ("exit", Configuration.OnFailure.Exit));

    public static readonly Setting<TimeSpan> ExitAfterStale = SettingOf.Duration(
        "exit_after_stale", "Ends the bridge when it gave no good reading for so long; at least `stale_after`.",
        TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)) with
    {
        DefaultText = null,
        Example = "1h",
    };

    public static readonly Setting<Jitter> Jitter = new(
        "jitter", SettingForm.Text, "The most that a reading is early or late at random; at most half of the interval.")
    {
        Default = new(0),
        Expected = "a part of the interval such as 10% (at most 50%), or a duration such as 2s",
        Example = "10%",
        Parse = static text => Configuration.Keys.Jitter.Read(text),
    };

    public static readonly Setting<bool> Tunable = SettingOf.Boolean(
        "tunable", "Adds a number `interval` that sets `interval` from Home Assistant; what is set there lasts.", false);

    public static readonly Setting<string> Schedule = SettingOf.Text(
        "schedule", "Reads it at times of day instead of at an interval; five fields as cron has them.", string.Empty,
        "minute, hour, day of the month, month and day of the week, such as 0 6 * * 1-5", TextForm.IsLine) with
    {
        Example = "0 6,18 * * *",
    };

    public static readonly Setting<int> Retries = SettingOf.Integer(
        "retries", "Tries after a `timeout`, `no_answer` or `checksum` before the reading has failed; 0.2 s, 0.4 s … later.",
        1, 0, 5);

    public static readonly Setting<string> PreviousId = SettingOf.Text(
        "previous_id", "The id it had before, so that Home Assistant keeps its history.", string.Empty,
        TextForm.DeviceId, TextForm.IsDeviceId);

    public static readonly Setting<string> Bus = SettingOf.Text(
        "bus", "I²C bus: a number (`1` is `/dev/i2c-1`) or a path.") with
    {
        Required = true,
        Example = "1",
        Expected = "a bus number such as 1, or a path such as /dev/i2c-1",
        Parse = static text => !TextForm.IsBus(text) ? null : text[0] == '/' ? text : $"/dev/i2c-{int.Parse(text)}",
    };

    public static readonly Setting<string> Port = SettingOf.Text(
        "port",
        "Serial port: a path, best below `/dev/serial/by-id/`; an adapter by its USB ids, `usb:0403:6001`, with its serial "
            + "number `usb:0403:6001:A50285BI`; or `tcp://host:port`.",
        string.Empty,
        "a path such as /dev/ttyUSB0, usb:vid:pid such as usb:0403:6001, or tcp://host:port",
        TextForm.IsPort) with
    {
        Required = true,
        Example = "/dev/ttyUSB0",
    };

    public static readonly Setting<string> ModbusPort = Port with
    {
        Help = "Port of the Modbus line: a path, best below `/dev/serial/by-id/`; an adapter by its USB ids, "
            + "`usb:0403:6001`, with its serial number `usb:0403:6001:A50285BI`; `tcp://host:port`, where frames are those "
            + "of Modbus RTU; or `modbus-tcp://host`, with port 502 unless it is given.",
        Expected = "a path such as /dev/ttyUSB0, usb:vid:pid such as usb:0403:6001, tcp://host:port, or modbus-tcp://host",
        Parse = static text => TextForm.IsModbusPort(text) ? text : null,
    };

    public static readonly Setting<int> Baud = AsDriver(
        SettingOf.Integer("baud", "Bits in a second.", 9600, 50, 4_000_000));

    public static readonly Setting<int> DataBits = AsDriver(SettingOf.Integer("data_bits", "Data bits.", 8, 5, 8));

    public static readonly Setting<Parity> Parity = AsDriver(SettingOf.Choice(
        "parity", "Parity bit.", "none",
        ("none", Devices.Model.Parity.None), ("even", Devices.Model.Parity.Even), ("odd", Devices.Model.Parity.Odd)));

    public static readonly Setting<int> StopBits = AsDriver(SettingOf.Integer("stop_bits", "Stop bits.", 1, 1, 2));

    public static readonly Setting<int> Unit = SettingOf.Integer(
        "unit",
        "Its number on the Modbus line, which other devices may share, 1 to 247; over `modbus-tcp://` 0 and 255 too, for "
            + "the device at the other end itself.",
        1, 0, 255);

    public static readonly Setting<int> SerialUnit = SettingOf.Integer(Unit.Key, Unit.Help, 1, 1, 247);

    /// <summary>What all devices have; <c>entities</c>, <c>derived</c>, <c>interval</c> and the bus keys come beside it.</summary>
    public static readonly KeySet Common = new(
        "devices", "What hangs on the wires.",
        [
            Driver, Name, Area, Enabled, Timeout, OfflineAfter, StaleAfter, OnFailure, ExitAfterStale, Tunable, PreviousId,
            .. PublishKeys.All,
        ]);

    /// <summary>How a serial line is set.</summary>
    public static readonly ImmutableArray<Setting> OfLine = [Baud, DataBits, Parity, StopBits];

    private static readonly ImmutableArray<Setting> PollKeys = [Jitter, Schedule, Retries];

    /// <summary>Keys of devices that are asked, which those that talk of their own accord have not.</summary>
    public static readonly ImmutableArray<string> OfPolling = [.. PollKeys.Select(static setting => setting.Key)];

    /// <summary>The keys of a device's kind: its interval, and where it hangs.</summary>
    public static ImmutableArray<Setting> OfKind(Driver driver) => driver switch
    {
        I2cDriver chip => [Interval(driver), .. PollKeys, Bus, Address(chip)],
        StreamDriver => [Interval(driver), Port, .. OfLine],
        ModbusDriver => [Interval(driver), .. PollKeys, ModbusPort, .. OfLine, Unit],
        _ => [Interval(driver)],
    };

    /// <summary>Keys that only devices of another kind have.</summary>
    public static ImmutableArray<string> OfOtherKind(Driver driver) => driver switch
    {
        I2cDriver => [Port.Key, .. OfLine.Select(static setting => setting.Key), Unit.Key],
        ModbusDriver => ["bus", "address"],
        _ => ["bus", "address", Unit.Key, .. OfPolling],
    };

    /// <summary>The interval; a stream may have zero, which publishes all that comes.</summary>
    public static Setting<TimeSpan> Interval(Driver driver) => driver switch
    {
        I2cDriver chip => Polled(chip.DefaultInterval),
        ModbusDriver meter => Polled(meter.DefaultInterval),
        _ => SettingOf.Duration(
            "interval", "Shortest time between two published readings; `0s` publishes all.",
            TimeSpan.Zero, TimeSpan.Zero, Day),
    };

    /// <summary>The address, which must be one that the chip can have.</summary>
    public static Setting<byte> Address(I2cDriver chip)
    {
        var any = SettingOf.Address("address", "Address on the bus.", chip.Addresses[0]);
        return any with
        {
            Expected = $"an address of {chip.Name}: "
                + string.Join(" or ", chip.Addresses.Select(static address => $"0x{address:x2}")),
            Choices = [.. chip.Addresses.Select(static address => $"0x{address:x2}")],
            Parse = text => any.Parse(text) is byte address && chip.Addresses.Contains(address) ? address : null,
        };
    }

    private static Setting<TimeSpan> Polled(TimeSpan usual) =>
        SettingOf.Duration("interval", "Time between two readings.", usual, DeviceOptions.ShortestPoll, Day);

    private static Setting<T> AsDriver<T>(Setting<T> setting)
        where T : notnull => setting with { DefaultText = "the driver's" };
}
