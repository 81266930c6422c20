using Bridge.Devices.Model;
using Bridge.Host.Runtime;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

/// <summary>The status table of the outside contract, row by row.</summary>
public sealed class DeviceHealthTests
{
    private readonly ManualTime _time = new();
    private readonly DeviceHealth _health;

    public DeviceHealthTests() => _health = new(offlineAfter: 3, TimeSpan.FromSeconds(90), enabled: true, _time);

    [Fact]
    public void Starts_offline_until_the_first_good_reading()
    {
        Expect(DeviceStatus.Starting, null, online: false);
        _health.Succeeded();
        Expect(DeviceStatus.Ok, null, online: true);
        _health.LastSuccessAt.Should().Be(_time.GetUtcNow());
    }

    [Fact]
    public void Is_stale_when_the_first_reading_does_not_come_in_time()
    {
        _time.Advance(TimeSpan.FromSeconds(89));
        _health.Tick();
        Expect(DeviceStatus.Starting, null, online: false);
        _time.Advance(TimeSpan.FromSeconds(1));
        _health.Tick();
        Expect(DeviceStatus.Stale, "no_data", online: false);
    }

    [Fact]
    public void A_stale_device_does_not_blame_a_fault_that_is_over()
    {
        _health.Failed(BusFault.Checksum, "the checksum is wrong");
        _health.Succeeded();
        _time.Advance(TimeSpan.FromSeconds(90));
        _health.Tick();
        _health.LastError.Should().Contain("no good reading for 90 s");
    }

    [Fact]
    public void An_open_line_without_data_is_no_missing_port()
    {
        _health.Failed(BusFault.PortMissing, "no such file");
        _time.Advance(TimeSpan.FromMinutes(10));
        _health.Tick();
        Expect(DeviceStatus.Unavailable, "port_missing", online: false);

        _health.Opened();
        Expect(DeviceStatus.Starting, null, online: false);
        _time.Advance(TimeSpan.FromSeconds(90));
        _health.Tick();
        Expect(DeviceStatus.Stale, "no_data", online: false);
    }

    [Fact]
    public void Stays_online_until_the_third_failed_cycle_in_a_row()
    {
        _health.Succeeded();
        _health.Failed(BusFault.NoAnswer, "nobody at 0x76");
        _health.Failed(BusFault.NoAnswer, "nobody at 0x76");
        Expect(DeviceStatus.Error, "no_answer", online: true);
        _health.Failed(BusFault.NoAnswer, "nobody at 0x76");
        Expect(DeviceStatus.Error, "no_answer", online: false);
        _health.ConsecutiveFailures.Should().Be(3);
        _health.LastError.Should().Be("nobody at 0x76");
    }

    [Fact]
    public void Is_online_again_with_the_first_good_reading()
    {
        for (var i = 0; i < 5; i++)
        {
            _health.Failed(BusFault.Checksum, "CRC");
        }

        _health.Succeeded();
        Expect(DeviceStatus.Ok, null, online: true);
        _health.ConsecutiveFailures.Should().Be(0);
        _health.Failures.Should().Be(5);
    }

    [Fact]
    public void A_good_reading_between_failures_starts_the_count_anew()
    {
        _health.Succeeded();
        for (var i = 0; i < 10; i++)
        {
            _health.Failed(BusFault.Timeout, "late");
            _health.Failed(BusFault.Timeout, "late");
            _health.Succeeded();
        }

        Expect(DeviceStatus.Ok, null, online: true);
    }

    [Theory]
    [InlineData(BusFault.PortMissing, "port_missing")]
    [InlineData(BusFault.BusDown, "bus_down")]
    [InlineData(BusFault.Busy, "busy")]
    [InlineData(BusFault.Permission, "permission")]
    public void Is_unavailable_at_once_when_its_bus_cannot_be_used(BusFault fault, string reason)
    {
        _health.Succeeded();
        _health.Failed(fault, "gone");
        Expect(DeviceStatus.Unavailable, reason, online: false);
    }

    [Fact]
    public void A_silent_device_is_stale_and_offline()
    {
        _health.Succeeded();
        _time.Advance(TimeSpan.FromSeconds(90));
        _health.Tick();
        Expect(DeviceStatus.Stale, "no_data", online: false);
        _health.Succeeded();
        Expect(DeviceStatus.Ok, null, online: true);
    }

    [Fact]
    public void A_failing_device_keeps_its_reason_but_is_not_trusted_beyond_the_stale_limit()
    {
        _health.Succeeded();
        _time.Advance(TimeSpan.FromSeconds(80));
        _health.Failed(BusFault.Timeout, "late");
        Expect(DeviceStatus.Error, "timeout", online: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        _health.Tick();
        Expect(DeviceStatus.Error, "timeout", online: false);
    }

    [Fact]
    public void A_disabled_device_is_offline_for_ever()
    {
        var health = new DeviceHealth(3, TimeSpan.FromSeconds(90), enabled: false, _time);
        _time.Advance(TimeSpan.FromDays(1));
        health.Tick();
        health.Status.Should().Be(DeviceStatus.Disabled);
        health.Online.Should().BeFalse();
    }

    [Fact]
    public void A_step_of_the_wall_clock_makes_nothing_stale()
    {
        _health.Succeeded();
        _time.StepWallClock(TimeSpan.FromHours(1));
        _health.Tick();
        Expect(DeviceStatus.Ok, null, online: true);
    }

    private void Expect(DeviceStatus status, string? reason, bool online)
    {
        _health.Status.Should().Be(status);
        _health.Reason.Should().Be(reason);
        _health.Online.Should().Be(online);
    }
}
