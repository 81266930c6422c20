using Bridge.Devices.Drivers;
using Bridge.Devices.Drivers.I2c;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Drivers.I2c;

public sealed class Sht3xTests
{
    // Each word has its CRC behind it, worked out apart from the code under test.
    private const string Idle = "00 00 81";
    private const string HeaterIsOn = "20 00 5D";
    private const string WasReset = "00 10 C2";
    private const string CommandFailed = "00 02 E3";
    private const string Serial = "12 34 37 56 78 7D";

    // 0x6666 and 0x3333 are two and one fifth of 0xFFFF: 25 °C and 20 %.
    private const string Sample = "66 66 93 33 33 88";

    private static readonly I2cDriver Driver = (I2cDriver)DriverCatalog.Find("sht3x")!;

    private readonly ManualTime _time = new();
    private readonly ScriptedLink _link = new(0x44);

    [Theory]
    [InlineData("BE EF", 0x92)] // data sheet, 4.12
    [InlineData("00 00", 0x81)]
    [InlineData("FF FF", 0xAC)]
    public void Has_the_checksum_of_the_data_sheet(string word, byte crc) =>
        SensirionWord.Crc(Convert.FromHexString(word.Replace(" ", "", StringComparison.Ordinal))).Should().Be(crc);

    [Fact]
    public async Task Measures_once_for_each_reading()
    {
        Starts().Writes("24 00").Reads(Sample);
        _link.Writes("F3 2D").Reads(HeaterIsOn).Writes("24 00").Reads("BE EF 92 BE EF 92");
        var device = Create();

        var first = await RunAsync(device.ReadAsync(CancellationToken.None));
        var second = await RunAsync(device.ReadAsync(CancellationToken.None));

        first.Values.Should().Equal(
            new KeyedValue("temperature", Value.Of(25m)),
            new KeyedValue("humidity", Value.Of(20m)),
            new KeyedValue("heater", Value.Of(false)));

        // -45 + 175 * 48879 / 65535 and 100 * 48879 / 65535.
        Number(second, "temperature").Should().BeApproximately(85.523m, 0.001m);
        Number(second, "humidity").Should().BeApproximately(74.585m, 0.001m);
        second.Values[2].Value.Boolean.Should().BeTrue();
        second.At.Should().Be(_time.GetUtcNow());
        _link.Remaining.Should().Be(0);
        device.Info.Should().Be(
            new DeviceInfo { Manufacturer = "Sensirion", Model = "SHT3x", SerialNumber = "12345678" });
    }

    [Theory]
    [InlineData("00 00 81", -45, 0)]
    [InlineData("FF FF AC", 130, 100)]
    public async Task The_ends_of_the_scale_are_those_of_the_data_sheet(string word, int celsius, int percent)
    {
        Starts().Writes("24 00").Reads(word + word);

        var reading = await RunAsync(Create().ReadAsync(CancellationToken.None));

        Number(reading, "temperature").Should().Be(celsius);
        Number(reading, "humidity").Should().Be(percent);
    }

    [Theory]
    [InlineData("low", "24 16", 6)]
    [InlineData("medium", "24 0B", 8)]
    [InlineData("high", "24 00", 17)]
    public async Task Waits_as_long_as_a_measurement_may_take(string repeatability, string command, int milliseconds)
    {
        Starts().Writes(command).Reads(Sample);
        var reading = Create(("repeatability", repeatability)).ReadAsync(CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(4)); // break, reset and clearing of the status
        _link.Remaining.Should().Be(1);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds) - TimeSpan.FromTicks(1));
        reading.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));

        (await reading).Values.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(BusFault.NoAnswer)]
    [InlineData(BusFault.Timeout)]
    public async Task No_acknowledge_while_it_measures_is_no_fault(BusFault told)
    {
        Starts().Writes("24 00").Fails(told).Fails(told).Fails(told).Fails(told).Reads(Sample);

        Number(await RunAsync(Create().ReadAsync(CancellationToken.None)), "temperature").Should().Be(25);
    }

    [Fact]
    public async Task A_measurement_that_does_not_end_is_a_time_out()
    {
        Starts().Writes("24 00").Nak().Nak().Nak().Nak().Nak();

        (await FaultAsync(Create())).Fault.Should().Be(BusFault.Timeout);
    }

    [Fact]
    public async Task A_wrong_checksum_is_a_fault_and_the_next_reading_begins_anew()
    {
        Starts().Writes("24 00").Reads("66 66 93 33 33 89");
        Starts().Writes("24 00").Reads(Sample);
        var device = Create();

        var fault = await FaultAsync(device);
        var reading = await RunAsync(device.ReadAsync(CancellationToken.None));

        fault.Fault.Should().Be(BusFault.Checksum);
        fault.Message.Should().Contain("3333").And.Contain("89").And.Contain("88").And.Contain(_link.Place);
        Number(reading, "humidity").Should().Be(20);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_as_such()
    {
        _link.Nak();

        (await FaultAsync(Create())).Fault.Should().Be(BusFault.NoAnswer);
    }

    [Theory]
    [InlineData(BusFault.NoAnswer)]
    [InlineData(BusFault.Timeout)]
    public async Task A_chip_without_a_serial_number_is_read_all_the_same(BusFault told)
    {
        _link.Writes("30 93").Writes("30 A2").Writes("30 41").Fails(told).Writes("30 41")
            .Writes("F3 2D").Reads(Idle).Writes("24 00").Reads(Sample);
        var device = Create();

        await RunAsync(device.ReadAsync(CancellationToken.None));

        device.Info.SerialNumber.Should().BeNull();
        _link.Remaining.Should().Be(0);
    }

    [Fact]
    public async Task Another_chip_in_its_place_tells_its_own_serial_number()
    {
        Starts().Writes("24 00").Reads(Sample);
        _link.Writes("F3 2D").Reads(WasReset);
        Starts("00 01 B0 9A BC E0").Writes("24 00").Reads(Sample);
        var device = Create();

        await RunAsync(device.ReadAsync(CancellationToken.None));
        var before = device.Info;
        await RunAsync(device.ReadAsync(CancellationToken.None));

        before.SerialNumber.Should().Be("12345678");
        device.Info.SerialNumber.Should().Be("00019ABC");
        _link.Remaining.Should().Be(0);
    }

    [Theory]
    [InlineData(WasReset)]
    [InlineData(CommandFailed)]
    public async Task A_chip_that_does_not_come_out_of_its_reset_is_a_fault(string status)
    {
        _link.Writes("30 93").Writes("30 A2").Writes("30 41").Writes("37 80").Reads(Serial).Writes("F3 2D").Reads(status);

        (await FaultAsync(Create())).Message.Should().Contain("does not start").And.Contain(_link.Place);
    }

    [Theory]
    [InlineData("0.5", "low", "20 2F")]
    [InlineData("0.5", "medium", "20 24")]
    [InlineData("0.5", "high", "20 32")]
    [InlineData("1", "low", "21 2D")]
    [InlineData("1", "medium", "21 26")]
    [InlineData("1", "high", "21 30")]
    [InlineData("2", "low", "22 2B")]
    [InlineData("2", "medium", "22 20")]
    [InlineData("2", "high", "22 36")]
    [InlineData("4", "low", "23 29")]
    [InlineData("4", "medium", "23 22")]
    [InlineData("4", "high", "23 34")]
    [InlineData("10", "low", "27 2A")]
    [InlineData("10", "medium", "27 21")]
    [InlineData("10", "high", "27 37")]
    public async Task Periodic_is_started_once_and_then_fetched(string rate, string repeatability, string command)
    {
        Starts().Writes(command).Writes("E0 00").Reads(Sample);
        _link.Writes("F3 2D").Reads(Idle).Writes("E0 00").Reads(Sample);
        var device = Create(("mode", "periodic"), ("rate", rate), ("repeatability", repeatability));

        await RunAsync(device.ReadAsync(CancellationToken.None));
        await RunAsync(device.ReadAsync(CancellationToken.None));

        _link.Remaining.Should().Be(0);
    }

    [Fact]
    public async Task Periodic_waits_one_and_a_half_periods_for_a_measurement()
    {
        Starts().Writes("20 32");
        for (var fetch = 0; fetch < 13; fetch++)
        {
            _link.Writes("E0 00").Nak();
        }

        var start = _time.GetUtcNow();
        var fault = await FaultAsync(Create(("mode", "periodic"), ("rate", "0.5")));

        fault.Fault.Should().Be(BusFault.Timeout);
        (_time.GetUtcNow() - start).Should().BeCloseTo(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(50));
    }

    [Theory]
    [InlineData(true, "30 6D", HeaterIsOn)]
    [InlineData(false, "30 66", Idle)]
    public async Task The_heater_is_switched_and_read_back(bool on, string command, string status)
    {
        Starts().Writes(command).Writes("F3 2D").Reads(status);
        _link.Writes("F3 2D").Reads(status).Writes("24 00").Reads(Sample);
        var device = Create();

        await RunAsync(device.ExecuteAsync(new Command("heater", Value.Of(on)), CancellationToken.None));
        var reading = await RunAsync(device.ReadAsync(CancellationToken.None));

        reading.Values[2].Should().Be(new KeyedValue("heater", Value.Of(on)));
        _link.Remaining.Should().Be(0);
    }

    [Theory]
    [InlineData(Idle)]
    [InlineData(CommandFailed)]
    public async Task A_heater_that_stays_as_it_was_is_a_fault(string status)
    {
        Starts().Writes("30 6D").Writes("F3 2D").Reads(status);

        var setting = async () =>
            await RunAsync(Create().ExecuteAsync(new Command("heater", Value.Of(true)), CancellationToken.None));

        (await setting.Should().ThrowAsync<BusException>()).Which.Message.Should().Contain("heater on");
    }

    [Fact]
    public void Needs_an_adapter_that_reads_without_a_register()
    {
        Driver.Needs.Should().Be(I2cNeeds.RawReads);
        Driver.Addresses.Should().Equal(0x44, 0x45);
        Sht3x.Entities.Single(static each => each.CanBeSet).EnabledByDefault.Should().BeFalse();
    }

    private ScriptedLink Starts(string serial = Serial) => _link
        .Writes("30 93").Writes("30 A2").Writes("30 41").Writes("37 80").Reads(serial).Writes("F3 2D").Reads(Idle);

    private ICommandedDevice Create(params (string Key, string Word)[] settings) => (ICommandedDevice)Driver.Create(
        _link,
        new SettingValues(settings.ToDictionary(
            static each => each.Key,
            static each => Driver.Settings.Single(setting => setting.Key == each.Key).Read(each.Word)!,
            StringComparer.Ordinal)),
        _time);

    private async Task<BusException> FaultAsync(IPolledDevice device)
    {
        var reading = async () => await RunAsync(device.ReadAsync(CancellationToken.None));
        return (await reading.Should().ThrowAsync<BusException>()).Which;
    }

    private Task<Reading> RunAsync(ValueTask<Reading> reading) => RunAsync(reading.AsTask());

    private Task RunAsync(ValueTask execution) => RunAsync(execution.AsTask());

    private T RunAsync<T>(T running)
        where T : Task
    {
        while (!running.IsCompleted && _time.NextDue is { } due)
        {
            _time.Advance(due - _time.GetUtcNow());
        }

        return running;
    }

    private static decimal Number(Reading reading, string key) =>
        reading.Values.Single(each => each.Key == key).Value.Number;
}
