using System.Collections.Immutable;
using System.Globalization;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Simulation;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Composition.Week;

/// <summary>
/// A house of 50 devices, 40 good ones and 10 that fail now and then, each in its own way: chips on shared buses, meters
/// on shared lines, streams.
/// </summary>
internal sealed class WeekHouse
{
    private const int Relays = 16, Climates = 6, Meters = 10, Streams = 8;

    private static readonly int[] Seconds = [60, 120, 300, 600];

    private readonly Dictionary<string, Fault> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<byte, SimulatedUnit>> _lines = new(StringComparer.Ordinal);
    private readonly List<DeviceOptions> _devices = [];
    private readonly SimulatedWires _wires = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _span;

    public WeekHouse(TimeProvider time, TimeSpan span)
    {
        (_time, _span) = (time, span);
        foreach (var each in Enumerable.Range(0, Relays))
        {
            Relay($"relays{each}", each % 2, 0x20 + each, Seconds[each % 4]);
        }

        foreach (var each in Enumerable.Range(0, Climates))
        {
            Climate($"climate{each}", each % 2, 0x70 + each, Seconds[each % 3]);
        }

        foreach (var each in Enumerable.Range(0, Meters))
        {
            Meter($"meter{each}", $"/dev/ttyS{each % 2}", 1 + each, Seconds[each % 3]);
        }

        foreach (var each in Enumerable.Range(0, Streams))
        {
            Stream($"stream{each}", $"/dev/ttyUSB{each}", null);
        }

        // Five beside good ones on the same wires, five on wires of their own.
        Relay("silent_chip", 0, 0x18, 60, Trouble.Silence);
        Climate("garbled_chip", 1, 0x18, 60, Trouble.Garbage);
        Relay("buggy_chip", 0, 0x19, 60, Trouble.Bug);
        Meter("silent_meter", "/dev/ttyS0", 100, 60, Trouble.Silence);
        Meter("garbled_meter", "/dev/ttyS1", 100, 60, Trouble.Garbage);
        Relay("hanging_chip", 8, 0x20, 60, Trouble.Hang);
        Relay("gone_chip", 9, 0x20, 60, Trouble.Gone);
        Meter("gone_meter", "/dev/ttyS9", 1, 60, Trouble.Gone);
        Stream("garbled_stream", "/dev/ttyUSB100", Trouble.Garbage);
        Stream("gone_stream", "/dev/ttyUSB101", Trouble.Gone);
        foreach (var (port, units) in _lines)
        {
            _wires.WithLine(port, () => new SimulatedModbusLine(units));
        }

        Wires = new(_wires, _faults);
    }

    /// <summary>What the clock has to wait for.</summary>
    public Traffic Traffic { get; } = new();

    public FlakyWires Wires { get; }

    public ImmutableArray<DeviceOptions> Devices => [.. _devices];

    /// <summary>Faults by device id.</summary>
    public Dictionary<string, Fault> Faults { get; } = new(StringComparer.Ordinal);

    private void Relay(string id, int bus, int address, int seconds, Trouble? trouble = null) =>
        Chip(id, bus, address, seconds, trouble, "pcf8574", new SimulatedPcf8574());

    private void Climate(string id, int bus, int address, int seconds, Trouble? trouble = null) =>
        Chip(id, bus, address, seconds, trouble, "bme280", new SimulatedBme280(Weather, _time));

    private void Chip(
        string id, int bus, int address, int seconds, Trouble? trouble, string name, ISimulatedChip chip)
    {
        var path = $"/dev/i2c-{bus}";
        _wires.WithChip(path, (byte)address, chip);
        var fault = Break(id, string.Create(CultureInfo.InvariantCulture, $"{path} {address}"), trouble);
        var driver = (I2cDriver)DriverCatalog.Find(name)!;
        var settings = driver.Settings.FirstOrDefault(static setting => setting.Key == "inputs") is { } inputs
            ? new SettingValues(new Dictionary<string, object>(StringComparer.Ordinal) { ["inputs"] = inputs.Read("door=4")! })
            : SettingValues.Defaults;
        _devices.Add(Of(id, Traffic.Through(driver, fault), seconds) with
        {
            Bus = path,
            Address = (byte)address,
            Settings = settings,
        });
    }

    private void Meter(string id, string port, int unit, int seconds, Trouble? trouble = null)
    {
        if (!_lines.TryGetValue(port, out var units))
        {
            _lines.Add(port, units = []);
        }

        units.Add((byte)unit, Sdm120());
        var place = trouble == Trouble.Gone ? port : string.Create(CultureInfo.InvariantCulture, $"{port} {unit}");
        Break(id, place, trouble);
        var driver = (ModbusDriver)DriverCatalog.Find("sdm120")!;
        _devices.Add(Of(id, driver, seconds) with
        {
            Port = port,
            Line = driver.Line,
            Unit = (byte)unit,
            Timeout = TimeSpan.FromMinutes(5),
        });
    }

    private void Stream(string id, string port, Trouble? trouble)
    {
        var meter = new P1Meter(seed: _devices.Count);
        _wires.WithLine(port, () => new SimulatedLine(meter.Telegram, TimeSpan.FromMinutes(1), _time));
        Break(id, port, trouble);
        _devices.Add(Of(id, DriverCatalog.Find("dsmr")!, 0) with
        {
            Port = port,
            Line = new(115200),
            StaleAfter = TimeSpan.FromMinutes(3),
        });
    }

    private Fault? Break(string id, string place, Trouble? trouble)
    {
        if (trouble is not { } kind)
        {
            return null;
        }

        var fault = new Fault(kind, new(seed: Faults.Count, _time.GetUtcNow(), _span), _time);
        Faults.Add(id, fault);
        _faults.Add(place, fault);
        return fault;
    }

    private static DeviceOptions Of(string id, Driver driver, int seconds) => new(id, driver)
    {
        Name = id,
        Interval = TimeSpan.FromSeconds(seconds),
        StaleAfter = TimeSpan.FromSeconds(Math.Max(60, 3 * seconds)),
    };

    private static SimulatedUnit Sdm120()
    {
        var unit = new SimulatedUnit();
        unit.With(ModbusTable.InputRegisters, 0, new ushort[0x158]);
        unit.WithFloat(ModbusTable.InputRegisters, 0, 230.1f);
        return unit.WithFloat(ModbusTable.InputRegisters, 0x48, 12345.5f);
    }

    private static Climate Weather(DateTimeOffset now) => new(20 + (now.Hour / 4.0), 101_325, 50);
}
