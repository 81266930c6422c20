using System.Text;
using Bridge.Devices.Model;
using Bridge.Devices.Simulation;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Logging;
using Bridge.Host.Pipeline;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Unit.Host.Composition;

public sealed class DeviceHouseTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<DeviceError> _told = [];
    private DeviceHouse? _house;

    [Fact]
    public void What_is_told_of_a_failure_and_of_the_recovery_has_their_numbers()
    {
        var device = Make(TestChip("office")).Devices[0];
        for (var failure = 0; failure < 3; failure++)
        {
            device.Fail(BusFault.NoAnswer, "nobody at 0x76");
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        device.Accept(new(_time.GetUtcNow(), [new("temperature", Value.Of(21))]));

        _told.Select(Text).Should().Equal(
            """office no_answer nobody at 0x76 {"failure":1,"since":"2026-01-01T12:00:00.000Z"}""",
            """office no_answer nobody at 0x76 {"failure":2,"since":"2026-01-01T12:00:00.000Z"}""",
            """office recovered well again after 30 s and 3 failures {"duration_s":30,"count":3}""");
    }

    [Fact]
    public void Two_hundred_devices_that_fail_at_once_do_not_flood()
    {
        var house = Make([.. Enumerable.Range(0, 200).Select(static number => TestChip($"chip_{number}"))]);
        for (var second = 0; second < 60; second++)
        {
            foreach (var device in house.Devices)
            {
                device.Fail(BusFault.NoAnswer, "no acknowledge");
            }

            house.Tick();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _told.Should().HaveCountLessThan(75);
        _told.Last(static error => error.Type == DeviceError.Withheld).Device.Should().BeNull();
        Text(_told.First(static error => error.Type == DeviceError.Withheld)).Should()
            .MatchRegex("""^ withheld \d+ errors of devices were not told, as too many came at once \{"count":\d+\}$""");
    }

    [Theory]
    [InlineData(OnFailure.Stay, RunEnd.Stopped)]
    [InlineData(OnFailure.Exit, RunEnd.DeviceDown)]
    internal async Task A_device_beyond_its_restarts_ends_the_bridge_only_when_it_is_to(OnFailure onFailure, RunEnd end)
    {
        var house = Make(TestChip("office") with { OnFailure = onFailure });
        house.Start();
        var device = house.Devices[0];
        while (device.Report.LastError?.Contains("stays down") is not true)
        {
            _time.Advance(_time.NextDue is { } due ? due - _time.GetUtcNow() : TimeSpan.Zero); // no further than it waits
            await Task.Yield();
        }

        await house.StopAsync();
        house.End.Should().Be(end);
        device.Report.Should().BeEquivalentTo(new { Status = DeviceStatus.Error, Reason = "bug", Online = false });
    }

    [Fact]
    public void A_device_without_a_good_reading_for_too_long_ends_the_bridge()
    {
        var house = Make(
            TestChip("office") with { ExitAfterStale = TimeSpan.FromMinutes(10) },
            TestChip("attic") with { ExitAfterStale = TimeSpan.FromMinutes(5), Enabled = false },
            TestChip("cellar"));
        for (var minute = 0; minute < 9; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            house.Tick();
        }

        house.End.Should().Be(RunEnd.Stopped);
        house.Devices[0].Accept(new(_time.GetUtcNow(), [new("temperature", Value.Of(21))]));
        _time.Advance(TimeSpan.FromMinutes(9.9));
        house.Devices[0].Fail(BusFault.PortMissing, "gone");
        house.Devices[0].Opened();
        house.Tick();
        house.End.Should().Be(RunEnd.Stopped);
        _time.Advance(TimeSpan.FromMinutes(0.1));
        house.Tick();
        house.End.Should().Be(RunEnd.Stale);
    }

    public async ValueTask DisposeAsync()
    {
        if (_house is not null)
        {
            await _house.DisposeAsync();
        }
    }

    private static DeviceOptions TestChip(string id) => new(id, new I2cDriver("chip", "a test")
    {
        Source = "test",
        Addresses = [0x76],
        Create = static (_, _, _) => throw new FormatException("index 7"),
        Entities = static _ => [new("temperature")],
    })
    {
        Name = id,
        Bus = "/dev/i2c-1",
        Interval = TimeSpan.FromMinutes(1),
    };

    private static string Text(DeviceError error) => $"{error.Device} {error.Type} {error.Message} "
        + Encoding.UTF8.GetString(JsonText.Object(error.Details));

    private DeviceHouse Make(params DeviceOptions[] devices)
    {
        var equipment = new Equipment(NullLoggerFactory.Instance, new LogLevelControl(LogLevel.Information))
        {
            Wires = new SimulatedWires(),
            Time = _time,
            Random = new Random(1),
        };
        _house = new(new() { Devices = [.. devices] }, new MemoryStateStore(), new Outbox(_time), equipment)
        {
            Told = _told.Add,
        };
        return _house;
    }
}
