using Bridge.Devices.Drivers;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

public sealed class CircuitBreakerTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Is_open_from_a_failed_cycle_to_a_good_one()
    {
        var breaker = Of("bme280", seconds: 60);
        breaker.IsOpen.Should().BeFalse();
        breaker.Note(1, TimeSpan.Zero);
        breaker.IsOpen.Should().BeTrue();
        breaker.Note(0, TimeSpan.Zero);
        breaker.IsOpen.Should().BeFalse();
    }

    [Theory]
    [InlineData("bme280", 60, 5, 10, 20, 40, 60)] // min(interval, 10 s · 2ⁿ), whatever it cost: nobody waited for it
    [InlineData("bme280", 1, 5, 1, 1, 1, 1)]
    [InlineData("sdm120", 60, 1, 10, 20, 40, 60)]
    [InlineData("sdm120", 10, 1, 10, 10, 10, 10)]
    [InlineData("sdm120", 1, 1, 9, 9, 9, 9)] // the others have nine tenths of the line
    [InlineData("sdm120", 1, 30, 9, 9, 9, 9)] // most of it was spent waiting for them
    [InlineData("sdm120", 1, 0.05, 1, 1, 1, 1)]
    public void A_step_is_the_contract_s_unless_that_takes_a_shared_line_from_the_others(
        string driver, int seconds, double cost, params int[] expected)
    {
        var breaker = Of(driver, seconds);
        for (var failures = 1; failures <= expected.Length; failures++)
        {
            breaker.Note(failures, TimeSpan.FromSeconds(cost));
            breaker.Left.Should().Be(TimeSpan.FromSeconds(expected[failures - 1]));
        }

        _time.Advance(TimeSpan.FromSeconds(expected[^1]));
        breaker.Left.Should().Be(TimeSpan.Zero);
    }

    private CircuitBreaker Of(string driver, int seconds) => new(
        new(
            new DeviceOptions("device", DriverCatalog.Find(driver)!)
            {
                Name = "Device",
                Interval = TimeSpan.FromSeconds(seconds),
            },
            new MemoryStateStore(),
            new RecordingObserver(),
            _time),
        _time);
}
