using Bridge.Devices.Drivers;
using Bridge.Devices.Drivers.I2c;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Drivers.I2c;

public sealed class Bme280Tests
{
    // The worked example of the data sheet (BST-BMP280-DS001, 3.12): dig_T1 27504 … dig_P9 6000, little endian.
    private const string LowCalibration =
        "70 6B 43 67 18 FC 7D 8E 43 D6 D0 0B 27 0B 8C 00 F9 FF 8C 3C F8 C6 70 17 00 4B";

    // dig_H2 = 362, dig_H3 = 0, dig_H4 = 0x139 = 313, dig_H5 = 0x032 = 50, dig_H6 = 30: as real chips have them.
    private const string HighCalibration = "6A 01 00 13 29 03 1E";

    // adc_P = 415148 = 0x655AC, adc_T = 519888 = 0x7EED0, adc_H = 0x6A00.
    private const string Sample = "65 5A C0 7E ED 00 6A 00";

    private static readonly I2cDriver Driver = (I2cDriver)DriverCatalog.Find("bme280")!;

    private readonly ManualTime _time = new();
    private readonly ScriptedLink _link = new();

    [Fact]
    public void Compensates_as_the_example_of_the_data_sheet()
    {
        var calibration = Bme280Calibration.From(Bytes(LowCalibration), Bytes(HighCalibration));

        calibration.T1.Should().Be(27504);
        calibration.T.Should().Be(((short)26435, (short)-1000));
        calibration.P1.Should().Be(36477);
        calibration.P.Should().Be(
            ((short)-10685, (short)3024, (short)2855, (short)140, (short)-7, (short)15500, (short)-14600, (short)6000));
        calibration.H.Should().Be(((byte)75, (short)362, (byte)0, (short)313, (short)50, (sbyte)30));
        calibration.FineTemperature(519888).Should().Be(128422);

        // The example is worked out in floating point, 100653.27 Pa; the integers come 1/100 Pa below it.
        (calibration.Pressure(415148, 128422)!.Value / 256m).Should().BeApproximately(100653.27m, 0.02m);
        calibration.Compensate(new(519888, 415148, 0x6A00))!.Value.Temperature.Should().Be(25.08m);
    }

    [Fact]
    public void Reads_the_signs_of_the_humidity_parameters()
    {
        // 0xE4 = 0xF1, 0xE5 = 0x2E, 0xE6 = 0xF3: H4 = 0xF1E = -226, H5 = 0xF32 = -206.
        var calibration = Bme280Calibration.From(Bytes(LowCalibration), Bytes("FF FF 07 F1 2E F3 E2"));

        calibration.H.Should().Be(((byte)75, (short)-1, (byte)7, (short)-226, (short)-206, (sbyte)-30));
    }

    [Theory]
    [InlineData(0x5000)]
    [InlineData(0x6A00)]
    [InlineData(0x7400)]
    [InlineData(0x9000)]
    public void Humidity_is_that_of_the_data_sheet_s_floating_point_formula(int raw)
    {
        var calibration = Bme280Calibration.From(Bytes(LowCalibration), Bytes(HighCalibration));

        // Data sheet, appendix 8.1, with the values of this calibration.
        var centred = 128422 - 76800.0;
        var humidity = (raw - ((313 * 64.0) + (50 / 16384.0 * centred)))
            * (362 / 65536.0 * (1 + (30 / 67108864.0 * centred * (1 + (0 / 67108864.0 * centred)))));
        humidity *= 1 - (75 * humidity / 524288.0);

        (calibration.Humidity(raw, 128422) / 1024.0).Should().BeApproximately(Math.Clamp(humidity, 0, 100), 0.02);
    }

    [Fact]
    public async Task Reads_one_forced_measurement_after_another()
    {
        Starts().Measures("01", "25").Reads(Sample);
        Starts().Measures("01", "25").Reads(Sample);
        var device = Driver.Create(_link, SettingValues.Defaults, _time);

        var first = await ReadAsync(device, 10);
        var second = await ReadAsync(device, 10);

        Value(first, "temperature").Should().Be(25.08m);
        Value(first, "pressure").Should().BeApproximately(1006.5327m, 0.0002m);
        Value(first, "humidity").Should().BeInRange(0, 100);
        second.Values.Should().Equal(first.Values);
        second.At.Should().Be(_time.GetUtcNow());
        _link.Remaining.Should().Be(0);
        device.Info.Should().Be(new DeviceInfo { Manufacturer = "Bosch Sensortec", Model = "BME280" });
    }

    [Theory]
    [InlineData("2", "02", "49", 17)]
    [InlineData("4", "03", "6D", 30)]
    [InlineData("8", "04", "91", 58)]
    [InlineData("16", "05", "B5", 113)]
    public async Task Waits_as_long_as_the_oversampling_takes(string word, string humidity, string measure, int milliseconds)
    {
        Starts().Measures(humidity, measure).Reads(Sample);
        var given = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["oversampling"] = Driver.Settings[0].Read(word)!,
        };
        var device = Driver.Create(_link, new SettingValues(given), _time);

        var reading = device.ReadAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds) - TimeSpan.FromTicks(1));
        reading.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));

        (await reading).Values.Should().HaveCount(3);
    }

    [Theory]
    [InlineData("58", "BMP280")]
    [InlineData("57", "BMP280")]
    [InlineData("55", "BMP180")]
    [InlineData("61", "BME680")]
    [InlineData("00", "reset")]
    [InlineData("FF", "reset")]
    [InlineData("42", "0x42")]
    public async Task Names_another_chip(string id, string named)
    {
        _link.Writes("D0").Reads(id);

        (await FaultAsync()).Should().Match<BusException>(fault =>
            fault.Fault == BusFault.WrongChip && fault.Message.Contains(named) && fault.Message.Contains(_link.Place));
    }

    [Theory]
    [InlineData("80 00 00 7E ED 00 6A 00")]
    [InlineData("65 5A C0 80 00 00 6A 00")]
    [InlineData("65 5A C0 7E ED 00 80 00")]
    [InlineData("FF FF FF FF FF FF FF FF")]
    [InlineData("00 00 00 00 00 00 00 00")]
    public async Task What_the_chip_marks_as_invalid_is_no_reading(string data)
    {
        Starts().Measures("01", "25").Reads(data);

        (await FaultAsync()).Fault.Should().Be(BusFault.InvalidValue);
    }

    [Fact]
    public async Task Waits_until_the_chip_has_copied_its_calibration_after_power_up()
    {
        _link.Writes("D0").Reads("60").Writes("F3").Reads("01").Writes("F3").Reads("00");
        Calibrates().Measures("01", "25").Reads(Sample);

        var reading = Driver.Create(_link, SettingValues.Defaults, _time).ReadAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _time.Advance(TimeSpan.FromMilliseconds(10));

        (await reading).Values.Should().HaveCount(3);
    }

    [Fact]
    public async Task Another_chip_in_its_place_is_read_with_its_own_calibration()
    {
        const string OtherCalibration = "00 6E" + " 43 67 18 FC 7D 8E 43 D6 D0 0B 27 0B 8C 00 F9 FF 8C 3C F8 C6 70 17 00 4B";
        Starts().Measures("01", "25").Reads(Sample);
        _link.Writes("D0").Reads("60").Writes("F3").Reads("00")
            .Writes("88").Reads(OtherCalibration).Writes("E1").Reads(HighCalibration);
        new ScriptedLinkSteps(_link).Measures("01", "25").Reads(Sample);
        var device = Driver.Create(_link, SettingValues.Defaults, _time);

        var first = await ReadAsync(device, 10);
        var second = await ReadAsync(device, 10);

        // dig_T1 = 28160 instead of 27504: 656 steps of 16 x 26435 / 2^14 / 5120 °C colder.
        Value(first, "temperature").Should().Be(25.08m);
        Value(second, "temperature").Should().BeApproximately(25.08m - 3.31m, 0.05m);
    }

    [Fact]
    public void Temperatures_below_zero_are_those_of_the_floating_point_formula()
    {
        var calibration = Bme280Calibration.From(Bytes(LowCalibration), Bytes(HighCalibration));
        const int Raw = 330000;

        // Data sheet, appendix 8.1.
        var first = ((Raw / 16384.0) - (27504 / 1024.0)) * 26435;
        var second = Math.Pow((Raw / 131072.0) - (27504 / 8192.0), 2) * -1000;
        var celsius = (first + second) / 5120;

        celsius.Should().BeNegative();
        ((double)calibration.Compensate(new(Raw, 415148, 0x6A00))!.Value.Temperature)
            .Should().BeApproximately(celsius, 0.01);
    }

    [Fact]
    public async Task A_calibration_of_zeros_is_no_calibration()
    {
        _link.Writes("D0").Reads("60").Writes("F3").Reads("00").Writes("88").Reads(string.Concat(Enumerable.Repeat("00", 26)))
            .Writes("E1").Reads(HighCalibration);

        (await FaultAsync()).Fault.Should().Be(BusFault.InvalidValue);
    }

    [Fact]
    public async Task A_measurement_that_does_not_end_is_a_time_out()
    {
        _ = Starts();
        _link.Writes("F5 00 F2 01 F4 25");
        for (var read = 0; read < 5; read++)
        {
            _link.Writes("F3").Reads("08");
        }

        (await FaultAsync()).Fault.Should().Be(BusFault.Timeout);
    }

    [Fact]
    public async Task Begins_anew_after_a_failure()
    {
        Starts().Measures("01", "25").Reads(Sample);
        _link.Nak();
        Starts().Measures("01", "25").Reads(Sample);
        var device = Driver.Create(_link, SettingValues.Defaults, _time);

        await ReadAsync(device, 10);
        var failing = async () => await device.ReadAsync(CancellationToken.None);
        (await failing.Should().ThrowAsync<BusException>()).Which.Fault.Should().Be(BusFault.NoAnswer);
        await ReadAsync(device, 10);

        _link.Remaining.Should().Be(0);
    }

    private ScriptedLinkSteps Starts()
    {
        _link.Writes("D0").Reads("60").Writes("F3").Reads("00");
        return Calibrates();
    }

    private ScriptedLinkSteps Calibrates()
    {
        _link.Writes("88").Reads(LowCalibration).Writes("E1").Reads(HighCalibration);
        return new(_link);
    }

    private async Task<Reading> ReadAsync(IPolledDevice device, int milliseconds)
    {
        var reading = device.ReadAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return await reading;
    }

    private async Task<BusException> FaultAsync()
    {
        var reading = Driver.Create(_link, SettingValues.Defaults, _time).ReadAsync(CancellationToken.None).AsTask();
        while (!reading.IsCompleted && _time.NextDue is not null)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var waiting = () => reading;
        return (await waiting.Should().ThrowAsync<BusException>()).Which;
    }

    private static decimal Value(Reading reading, string key) =>
        reading.Values.Single(each => each.Key == key).Value.Number;

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private readonly record struct ScriptedLinkSteps(ScriptedLink Link)
    {
        public ScriptedLink Measures(string humidity, string measure) =>
            Link.Writes($"F5 00 F2 {humidity} F4 {measure}").Writes("F3").Reads("00").Writes("F7");
    }
}
