using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Simulation;
using Bridge.TestSupport;
using Bridge.TestSupport.Telegrams;

namespace Bridge.Unit.Devices.Drivers.Serial;

public sealed class DsmrTests
{
    private readonly RecordingSink _sink = new();
    private readonly StreamDriver _driver = (StreamDriver)DriverCatalog.Find("dsmr")!;
    private readonly IStreamDecoder _decoder;

    public DsmrTests() => _decoder = Decoder("auto");

    [Theory]
    [InlineData("auto", "115200 8N1")]
    [InlineData("2.2", "9600 7E1")]
    [InlineData("3", "9600 7E1")]
    [InlineData("5", "115200 8N1")]
    [InlineData("belgium", "115200 8N1")]
    [InlineData("3.0", "9600 7E1")]
    [InlineData("5.0.2", "115200 8N1")]
    public void The_version_sets_the_line(string version, string line) =>
        _driver.Line(Version(version)).ToString().Should().Be(line);

    [Fact]
    public void A_reading_is_stamped_with_the_time_of_its_arrival()
    {
        Consume(P1Telegram.Dutch5().WithCrc());

        _sink.Readings.Should().ContainSingle().Which.At.Should().Be(new ManualTime().GetUtcNow());
    }

    [Fact]
    public void A_megabyte_without_an_end_is_one_fault_and_the_next_telegram_is_good()
    {
        Consume(P1Telegram.Dutch5().WithCrc());
        var line = new byte[1024];
        Array.Fill(line, (byte)'x');
        Consume("/KFM5"u8.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var kilobyte = 0; kilobyte < 1024; kilobyte++)
        {
            _decoder.Consume(line, _sink);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16 * 1024);
        Consume([.. "\r\n"u8, .. P1Telegram.Dutch5().WithCrc()]);

        _sink.Faults.Should().ContainSingle().Which.Fault.Should().Be(BusFault.Protocol);
        _sink.Readings.Should().HaveCount(2);
    }

    [Fact]
    public void A_megabyte_that_never_was_a_telegram_is_one_fault()
    {
        Consume(new byte[1024 * 1024].Select(static (_, index) => (byte)(0x80 | index)).ToArray());

        _sink.Faults.Should().ContainSingle();
        _sink.Faults[0].Message.Should().Contain("speed");
    }

    [Fact]
    public void What_comes_before_the_first_telegram_of_an_open_line_is_no_fault()
    {
        Consume([.. P1Telegram.Dutch5().WithCrc()[80..], .. P1Telegram.Dutch5().WithCrc()]);

        _sink.Faults.Should().BeEmpty();
        _sink.Readings.Should().ContainSingle();
    }

    [Fact]
    public void A_line_that_was_opened_again_forgets_half_a_telegram_but_not_the_entities()
    {
        Consume(P1Telegram.Dutch5().WithCrc());
        Consume(P1Telegram.Dutch5().WithCrc()[..120]);
        _decoder.Reset();
        Consume(P1Telegram.Dutch5().WithCrc());

        _sink.Faults.Should().BeEmpty();
        _sink.Readings.Should().HaveCount(2);
        _sink.Descriptions.Should().Be(1);
    }

    [Fact]
    public void The_set_of_entities_grows_and_does_not_shrink_when_a_line_is_missing()
    {
        var small = new P1Telegram().Line("1-0:1.7.0(00.100*kW)").WithCrc();
        Consume(small);
        Consume(P1Telegram.Dutch5().WithCrc());
        var all = _sink.Entities.Length;
        Consume(small);
        Consume(P1Telegram.Dutch5().WithCrc());

        _sink.Descriptions.Should().Be(2);
        _sink.Entities.Should().HaveCount(all);
    }

    [Fact]
    public void More_decimals_than_before_are_described_again()
    {
        Consume(new P1Telegram().Line("1-0:31.7.0(001*A)").WithCrc());
        Consume(new P1Telegram().Line("1-0:31.7.0(001.25*A)").WithCrc());
        Consume(new P1Telegram().Line("1-0:31.7.0(002*A)").WithCrc());

        _sink.Descriptions.Should().Be(2);
        _sink.Entities.Should().ContainSingle().Which.DisplayPrecision.Should().Be(2);
    }

    [Fact]
    public void A_value_that_cannot_be_read_is_left_out_and_told()
    {
        Consume(P1Telegram.Dutch22("00?1.98").WithoutCrc());

        _sink.Faults.Should().ContainSingle().Which.Message.Should().Contain("1-0:1.7.0(00?1.98*kW)");
        _sink["power_import"].Kind.Should().Be(ValueKind.Unknown);
        _sink["energy_import_t1"].Number.Should().Be(185.000m);
        _sink.Entities.Should().NotContain(static entity => entity.Key == "power_import");
    }

    [Fact]
    public void A_number_in_an_unknown_unit_is_left_out_and_told()
    {
        Consume(new P1Telegram().Line("1-0:1.7.0(00.100*hp)").Line("1-0:2.7.0(00.200*kW)").WithCrc());

        _sink.Faults.Should().ContainSingle().Which.Fault.Should().Be(BusFault.Protocol);
        _sink.Readings.Should().ContainSingle().Which.Values.Should().Equal(new KeyedValue("power_export", Value.Of(200m)));
    }

    [Fact]
    public void A_telegram_without_checksum_must_have_only_lines_that_can_be_read()
    {
        Consume(P1Telegram.Dutch22().Line("1-0:2.7.0(0000.00*kW").WithoutCrc());

        _sink.Faults.Should().ContainSingle().Which.Message.Should().Contain("1-0:2.7.0(0000.00*kW");
        _sink.Readings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("5")]
    [InlineData("auto")]
    public void A_version_with_checksum_is_refused_without_one(string version)
    {
        Decoder(version).Consume(P1Telegram.Dutch5().WithoutCrc(), _sink);

        _sink.Faults.Should().ContainSingle().Which.Fault.Should().Be(BusFault.Checksum);
        _sink.Readings.Should().BeEmpty();
    }

    [Fact]
    public void A_damaged_line_that_looks_like_the_end_is_none()
    {
        Consume("/ELL5MADE-UP\r\n\r\n1-0:1.8.0(00006678.394*kWh)\r\n!-0:2.8.0(00000000.000*kWh)\r\n!0000\r\n"u8.ToArray());

        _sink.Faults.Should().ContainSingle().Which.Fault.Should().Be(BusFault.Checksum);
        _sink.Readings.Should().BeEmpty();
    }

    [Fact]
    public void A_telegram_is_read_with_the_last_digit_of_its_checksum()
    {
        Consume(P1Telegram.Dutch5().WithCrc()[..^"\r\n".Length]);

        _sink.Readings.Should().ContainSingle();
    }

    [Fact]
    public void Codes_that_nobody_knows_are_ignored()
    {
        Consume(P1Telegram.Dutch5().Line("1-0:99.99.99(1)").Line("7-9:250.0.255(abc)(def)").WithCrc());

        _sink.Faults.Should().BeEmpty();
        _sink.Readings.Should().ContainSingle();
    }

    [Theory]
    [InlineData("000101010000W")]
    [InlineData("991231235959W")]
    [InlineData("260229120000W")]
    [InlineData("261301120000W")]
    [InlineData("260101240000W")]
    public void A_moment_that_cannot_be_is_no_value(string stamp)
    {
        Consume(P1Telegram.Dutch5().Line("1-0:1.6.0(" + stamp + ")(02.589*kW)").WithCrc());

        _sink["demand_peak"].Number.Should().Be(2589m);
        _sink["demand_peak_time"].Kind.Should().Be(ValueKind.Unknown);
        _sink.Faults.Should().BeEmpty();
    }

    [Fact]
    public void Any_bytes_at_all_are_consumed()
    {
        var random = new Random(3);
        var alphabet = "/!\r\n()*:.-0123456789ABkWh\0\u00FF";
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(300)];
            for (var index = 0; index < bytes.Length; index++)
            {
                bytes[index] = (byte)alphabet[random.Next(alphabet.Length)];
            }

            _decoder.Consume(bytes, _sink);
        }

        Consume([.. "\r\n"u8, .. P1Telegram.Dutch5().WithCrc()]);
        _sink["power_import"].Number.Should().Be(1193m);
    }

    [Fact]
    public void The_simulated_meter_speaks_the_protocol()
    {
        var start = new DateTimeOffset(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);
        for (var minute = 0; minute < 60; minute++)
        {
            Consume(new P1Meter(7).Telegram(start.AddMinutes(minute)));
        }

        _sink.Faults.Should().BeEmpty();
        _sink.Readings.Should().HaveCount(60);
        _sink["gas"].Kind.Should().Be(ValueKind.Number);
        new P1Meter(7).Telegram(start).Should().Equal(new P1Meter(7).Telegram(start));
        var energy = _sink.Readings.Select(static reading => reading.Values.First(each => each.Key == "energy_import_t2"));
        energy.Select(static each => each.Value.Number).Should().BeInAscendingOrder();
    }

    private void Consume(byte[] bytes) => _decoder.Consume(bytes, _sink);

    private IStreamDecoder Decoder(string version) => _driver.Create(Version(version), new ManualTime());

    private SettingValues Version(string word) => new(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["version"] = _driver.Settings[0].Read(word)!,
    });
}
