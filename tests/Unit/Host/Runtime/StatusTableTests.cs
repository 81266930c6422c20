using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.TestSupport.Telegrams;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Host.Runtime;

/// <summary>
/// The status table of the outside contract (section 3), a test a row and reason: real drivers behind scripted wires, in
/// virtual time.
/// </summary>
public sealed class StatusTableTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly ManualTime _time = new();
    private readonly Pump _pump;
    private readonly RecordingObserver _observer = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ScriptedLink _chip = new();
    private readonly ScriptedPort _port = new();
    private readonly ModbusLine _line;
    private BusException? _openFault;
    private Device _device = null!;
    private Task _running = Task.CompletedTask;

    public StatusTableTests()
    {
        _pump = new(_time);
        _line = new("/dev/ttyUSB0", new(9600), _ => new(_port), _time);
    }

    [Fact]
    public void Starting_until_the_first_good_reading()
    {
        Listen();
        Expect(DeviceStatus.Starting, null, online: false);
        _port.Deliver(P1Telegram.Dutch5().WithCrc());
        Pass(seconds: 1);
        Expect(DeviceStatus.Ok, null, online: true);
    }

    [Fact]
    public void Starting_at_most_for_stale_after()
    {
        Listen();
        Pass(seconds: 59);
        Expect(DeviceStatus.Starting, null, online: false);
        Pass(seconds: 1);
        Expect(DeviceStatus.Stale, "no_data", online: false);
    }

    [Fact]
    public void Ok()
    {
        MeasuresWell();
        Poll();
        Expect(DeviceStatus.Ok, null, online: true);
    }

    [Fact]
    public void Error_timeout()
    {
        Ask(); // the unit says nothing
        Pass(seconds: 3);
        Expect(DeviceStatus.Error, "timeout", online: false);
    }

    [Fact]
    public void Error_no_answer()
    {
        _chip.Nak();
        Poll();
        Expect(DeviceStatus.Error, "no_answer", online: false);
    }

    [Fact]
    public void Error_checksum()
    {
        Listen();
        var telegram = P1Telegram.Dutch5().WithCrc();
        telegram[^3] ^= 1;
        _port.Deliver(telegram);
        Pass(seconds: 1);
        Expect(DeviceStatus.Error, "checksum", online: false);
    }

    [Fact]
    public void Error_invalid_value()
    {
        // 0x80000 is what a measurement that was skipped holds (BST-BME280-DS002, 5.4.7 and 5.4.8).
        StartsWell().Writes("F5 00 F2 01 F4 25").Writes("F3").Reads("00").Writes("F7").Reads("80 00 00 80 00 00 80 00");
        Poll();
        Expect(DeviceStatus.Error, "invalid_value", online: false);
    }

    [Fact]
    public void Error_wrong_chip()
    {
        _chip.Writes("D0").Reads("58"); // a BMP280
        Poll();
        Expect(DeviceStatus.Error, "wrong_chip", online: false);
    }

    [Fact]
    public void Error_protocol()
    {
        Ask();
        _pump.Until(() => _port.Written.Count == 1, Step, "the question");
        _port.Deliver(Convert.FromHexString("018402C2C1")); // exception 2, illegal data address
        Pass(seconds: 1);
        Expect(DeviceStatus.Error, "protocol", online: false);
    }

    [Fact]
    public void Error_bug()
    {
        // A script that is over throws what is no fault of a bus.
        Supervise("bme280", (_, device) => new RestartGuard(device, () => Polled(device), new RecordingLogger(), _time));
        Pass(seconds: 1);
        Expect(DeviceStatus.Error, "bug", online: false);
    }

    [Theory]
    [InlineData(BusFault.PortMissing, "port_missing")]
    [InlineData(BusFault.BusDown, "bus_down")]
    [InlineData(BusFault.Busy, "busy")]
    [InlineData(BusFault.Permission, "permission")]
    public void Unavailable_at_once_and_ok_when_the_port_is_back(BusFault fault, string reason)
    {
        _openFault = new(fault, "/dev/ttyUSB0: not to be had");
        Listen();
        Expect(DeviceStatus.Unavailable, reason, online: false);
        _device.Report.LastError.Should().Be("/dev/ttyUSB0: not to be had");

        _openFault = null;
        _port.Deliver(P1Telegram.Dutch5().WithCrc());
        Pass(seconds: 10);
        Expect(DeviceStatus.Ok, null, online: true);
    }

    [Theory]
    [InlineData(BusFault.PortMissing, "port_missing")]
    [InlineData(BusFault.BusDown, "bus_down")]
    [InlineData(BusFault.Busy, "busy")]
    [InlineData(BusFault.Permission, "permission")]
    public void Unavailable_at_once_on_a_bus_that_was_well(BusFault fault, string reason)
    {
        MeasuresWell();
        _chip.Fails(fault);
        Poll();
        Expect(DeviceStatus.Ok, null, online: true);
        Pass(seconds: 60);
        Expect(DeviceStatus.Unavailable, reason, online: false);
    }

    [Fact]
    public void Stale_no_data()
    {
        Listen();
        _port.Deliver(P1Telegram.Dutch5().WithCrc());
        Pass(seconds: 1);
        Expect(DeviceStatus.Ok, null, online: true);
        Pass(seconds: 60);
        Expect(DeviceStatus.Stale, "no_data", online: false);
    }

    [Fact]
    public void Disabled()
    {
        _device = new(TestDevices.Stream() with { Enabled = false }, new MemoryStateStore(), _observer, _time);
        Pass(seconds: 600);
        Expect(DeviceStatus.Disabled, null, online: false);
    }

    [Fact]
    public void Offline_with_the_third_failed_cycle_in_a_row_and_online_with_the_first_good_reading()
    {
        MeasuresWell();
        _chip.Nak().Nak().Nak();
        MeasuresWell();
        Poll();
        Pass(seconds: 60);
        Expect(DeviceStatus.Error, "no_answer", online: true);
        Pass(seconds: 10);
        Expect(DeviceStatus.Error, "no_answer", online: true);
        Pass(seconds: 20);
        Expect(DeviceStatus.Error, "no_answer", online: false);
        _device.Report.ConsecutiveFailures.Should().Be(3);

        Pass(seconds: 40);

        Expect(DeviceStatus.Ok, null, online: true);
        _observer.Recoveries.Should().Equal(new Recovery(TimeSpan.FromSeconds(70.01), 3)); // a measurement takes 10 ms
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _pump.Until(() => _running.IsCompleted, Step, "the end");
        await _line.DisposeAsync();
        _stop.Dispose();
    }

    // The worked example of the data sheet (BST-BMP280-DS001, 3.12).
    private ScriptedLink StartsWell() => _chip.Writes("D0").Reads("60").Writes("F3").Reads("00")
        .Writes("88").Reads("70 6B 43 67 18 FC 7D 8E 43 D6 D0 0B 27 0B 8C 00 F9 FF 8C 3C F8 C6 70 17 00 4B")
        .Writes("E1").Reads("6A 01 00 13 29 03 1E");

    private void MeasuresWell() => StartsWell()
        .Writes("F5 00 F2 01 F4 25").Writes("F3").Reads("00").Writes("F7").Reads("65 5A C0 7E ED 00 6A 00");

    private void Poll()
    {
        Supervise("bme280", (_, device) => Polled(device));
        Pass(seconds: 1);
    }

    private void Ask() => Supervise("sdm120", (driver, device) => new PolledSupervisor(
        device,
        ((ModbusDriver)driver).Create(_line.Link(1, device.Options.AnswerTimeout), device.Options.Settings, _time),
        new RecordingLogger(),
        _time));

    private void Listen()
    {
        Supervise("dsmr", (driver, device) => new StreamSupervisor(
            device,
            new Wires(this),
            ((StreamDriver)driver).Create(device.Options.Settings, _time),
            new RecordingLogger(),
            _time));
        _pump.Until(static () => true, TimeSpan.Zero, "what is ready");
    }

    private PolledSupervisor Polled(Device device) => new(
        device,
        ((I2cDriver)device.Options.Driver).Create(_chip, device.Options.Settings, _time),
        new RecordingLogger(),
        _time);

    private void Supervise(string driver, Func<Driver, Device, ISupervisor> make)
    {
        var options = new DeviceOptions("device", DriverCatalog.Find(driver)!)
        {
            Name = "Device",
            Port = "/dev/ttyUSB0",
            Interval = driver == "dsmr" ? TimeSpan.Zero : TimeSpan.FromSeconds(60),
            StaleAfter = driver == "dsmr" ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(180),
            Retries = 0,
        };
        _device = new(options, new MemoryStateStore(), _observer, _time);
        var supervisor = make(options.Driver, _device);
        _running = _pump.Start(() => supervisor.RunAsync(_stop.Token));
    }

    private void Pass(double seconds)
    {
        _pump.Pass(TimeSpan.FromSeconds(seconds), Step);
        _device.Tick();
    }

    private void Expect(DeviceStatus status, string? reason, bool online) =>
        _device.Report.Should().BeEquivalentTo(new { Status = status, Reason = reason, Online = online });

    private sealed class Wires(StatusTableTests test) : IWires
    {
        public II2cBus OpenI2c(string path) => throw new NotSupportedException();

        public ValueTask<ISerialPort> OpenSerialAsync(string port, LineSettings line, CancellationToken cancellationToken) =>
            test._openFault is { } fault ? throw fault : new(test._port.Disposed ? new ScriptedPort() : test._port);
    }
}
