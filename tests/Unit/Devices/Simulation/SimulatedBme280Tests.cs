using Bridge.Devices.Simulation;
using Bridge.TestSupport;

namespace Bridge.Unit.Devices.Simulation;

public sealed class SimulatedBme280Tests
{
    // All three at one sample, the maximum of data sheet 9.1.
    private static readonly TimeSpan Conversion = TimeSpan.FromMilliseconds(9.3);

    private readonly ManualTime _time = new();
    private readonly SimulatedBme280 _chip;
    private Climate _air = new(25.08, 100653, 45);

    public SimulatedBme280Tests()
    {
        _chip = new SimulatedBme280(_ => _air, _time);
    }

    [Fact]
    public void The_worked_example_of_the_data_sheet_comes_out()
    {
        // BST-BMP280-DS001, 3.12: raw 519888 and 415148 are 25.08 °C and 100653.27 Pa.
        var fine = Bme280Calibration.FineTemperature(519888);
        (fine / 5120).Should().BeApproximately(25.08, 0.005);
        Bme280Calibration.Pressure(415148, fine).Should().BeApproximately(100653.27, 0.01);
    }

    [Theory]
    [InlineData(25.08, 100653, 45)]
    [InlineData(-40, 30000, 0.5)]
    [InlineData(85, 110000, 99.5)]
    public void Its_words_stand_for_the_air_around_it(double celsius, double pascal, double percent)
    {
        var (temperature, pressure, humidity) = Bme280Calibration.RawOf(new Climate(celsius, pascal, percent));
        var fine = Bme280Calibration.FineTemperature(temperature);
        (fine / 5120).Should().BeApproximately(celsius, 0.001);
        Bme280Calibration.Pressure(pressure, fine).Should().BeApproximately(pascal, 0.5);
        Bme280Calibration.Humidity(humidity, fine).Should().BeApproximately(percent, 0.02);
    }

    [Fact]
    public void After_power_on_all_words_are_those_of_skipped_measurements()
    {
        Hex(Read(0xF7, 8)).Should().Be("8000008000008000");
    }

    [Fact]
    public void A_forced_measurement_ends_asleep_and_not_before_its_time()
    {
        Write(0xF2, 0x01, 0xF4, 0x25);
        Read(0xF3, 1)[0].Should().Be(0x08, "it measures");
        _time.Advance(Conversion - TimeSpan.FromMilliseconds(1));
        Hex(Read(0xF7, 8)).Should().Be("8000008000008000");

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Read(0xF3, 1)[0].Should().Be(0);
        Read(0xF4, 1)[0].Should().Be(0x24, "a forced measurement ends in sleep mode");
        Temperature().Should().BeCloseTo(519888, 40, "0.005 °C are about 31 steps");
    }

    [Fact]
    public void The_humidity_setting_waits_for_the_next_write_to_ctrl_meas()
    {
        Write(0xF4, 0x25, 0xF2, 0x01);
        _time.Advance(Conversion);
        Hex(Read(0xFD, 2)).Should().Be("8000", "humidity was off when the measurement began");
        Read(0xF2, 1)[0].Should().Be(0);

        Write(0xF4, 0x25);
        _time.Advance(Conversion);
        Hex(Read(0xFD, 2)).Should().NotBe("8000");
    }

    [Fact]
    public void What_is_not_measured_reads_as_skipped()
    {
        Write(0xF2, 0x01, 0xF4, 0x21); // temperature on, pressure off
        _time.Advance(Conversion);
        Hex(Read(0xF7, 3)).Should().Be("800000");
        Temperature().Should().NotBe(0x80000);
    }

    [Fact]
    public void In_normal_mode_it_follows_the_air()
    {
        Write(0xF4, 0x27);
        _time.Advance(Conversion);
        var before = Temperature();
        _air = _air with { Celsius = 30 };
        _time.Advance(Conversion);
        Temperature().Should().BeGreaterThan(before);
        Read(0xF4, 1)[0].Should().Be(0x27);
    }

    [Fact]
    public void A_reset_forgets_settings_and_copies_its_calibration_for_two_milliseconds()
    {
        Write(0xF4, 0x27);
        _time.Advance(Conversion);
        Write(0xE0, 0xB6);
        Read(0xF3, 1)[0].Should().Be(0x01, "im_update");
        Read(0xF4, 1)[0].Should().Be(0);
        Temperature().Should().Be(0x80000);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Read(0xF3, 1)[0].Should().Be(0);
    }

    [Fact]
    public void Calibration_and_id_cannot_be_written()
    {
        Write(0xD0, 0x00, 0x88, 0x00);
        Read(0xD0, 1)[0].Should().Be(0x60);
        Read(0x88, 1)[0].Should().Be(0x70);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    private int Temperature()
    {
        var word = Read(0xFA, 3);
        return (word[0] << 12) | (word[1] << 4) | (word[2] >> 4);
    }

    private void Write(params byte[] bytes) => _chip.TryWrite(bytes).Should().BeTrue();

    private byte[] Read(byte register, int count)
    {
        Write(register);
        var bytes = new byte[count];
        _chip.TryRead(bytes).Should().BeTrue();
        return bytes;
    }
}
