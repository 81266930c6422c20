using System.Text;
using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.Unit.Store;

namespace Bridge.Unit.Host.Runtime;

public sealed class SavePointsTests : IDisposable
{
    private static readonly DeviceOptions Options = TestDevices.Stream(new Entity("pulses"), new Entity("power") { Unit = "W" }) with
    {
        Totals =
        [
            new("counted", TotalKind.Pulses, "pulses") { SetReading = true, Precision = 0 },
            new("used", TotalKind.Integral, "power") { Factor = 0.001m },
        ],
    };

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly StoreFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    private ManualTime Time => _folder.Time;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Totals_are_told_at_most_once_in_half_a_minute_and_not_when_nothing_was_added()
    {
        var store = new MemoryStateStore();
        var device = Make(store);
        var points = new SavePoints([device], store, Interval, Time);
        var told = new List<decimal>();

        for (var second = 0; second < 120; second++)
        {
            Count(device, Math.Min(second, 70));
            points.Tick();
            told.Add(Total(device, "counted"));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        told.Distinct().Should().Equal(0, 30, 60, 70);
        told.IndexOf(30).Should().Be(30);
        told.IndexOf(70).Should().Be(90);
    }

    [Fact]
    public void A_pulse_after_a_while_is_told_at_once()
    {
        var store = new MemoryStateStore();
        var device = Make(store);
        var points = new SavePoints([device], store, Interval, Time);
        Count(device, 5);
        points.Tick();
        Time.Advance(TimeSpan.FromHours(1));

        Count(device, 6);
        points.Tick();

        Total(device, "counted").Should().Be(1);
        _observer.Changes.Should().EndWith(Changes.State);
    }

    [Fact]
    public void What_the_user_sets_does_not_wait()
    {
        var store = new MemoryStateStore();
        var device = Make(store);
        var points = new SavePoints([device], store, Interval, Time);
        Count(device, 5);
        points.Tick();

        device.Keeping.TrySet(new("counted_reading", Value.Of(777)), out var error).Should().BeTrue();
        points.Tick();

        error.Should().BeNull();
        Total(device, "counted").Should().Be(777);
        Total(device, "counted_reading").Should().Be(777);
        device.Keeping.TrySet(new("pulses", Value.Of(1)), out _).Should().BeFalse("that is the driver's");
    }

    [Fact]
    public async Task The_last_of_a_run_is_kept_and_told()
    {
        var store = new MemoryStateStore();
        var device = Make(store);
        var points = new SavePoints([device], store, Interval, Time);
        Count(device, 5);
        points.Tick();
        Count(device, 9);

        await points.FinishAsync();

        Total(device, "counted").Should().Be(4);
        Total(Make(store), "counted").Should().Be(4);
    }

    [Fact]
    public async Task After_a_crash_at_any_moment_no_total_is_below_what_was_told()
    {
        await using var store = await _folder.OpenAsync();
        var device = Make(store);
        var points = new SavePoints([device], store, Interval, Time);
        for (var second = 0; second <= 45; second++)
        {
            Count(device, 1000 + second);
            device.Accept(new(Time.GetUtcNow(), [new("power", Value.Of(3600m))]));
            points.Tick();
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await UntilAsync(() => Total(device, "counted") > 0);
        var (counted, used) = (Total(device, "counted"), Total(device, "used"));
        Crash();

        await using var left = await _folder.OpenAsync(_folder.At("crashed/bridge.db"));
        var after = Make(left);

        Total(after, "counted").Should().BeGreaterThanOrEqualTo(counted);
        Total(after, "used").Should().BeGreaterThanOrEqualTo(used).And.BePositive();
        Count(after, 1050);
        await new SavePoints([after], left, Interval, Time).FinishAsync();
        Total(after, "counted").Should().Be(50, "the counter itself went on");
    }

    // What is on the disk without a word to the process, as a pulled plug leaves it.
    private void Crash()
    {
        Directory.CreateDirectory(_folder.At("crashed"));
        foreach (var part in new[] { string.Empty, "-wal" }.Where(part => File.Exists(_folder.Path + part)))
        {
            File.Copy(_folder.Path + part, _folder.At("crashed/bridge.db") + part);
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            tries.Should().BeLessThan(1000);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private Device Make(IStateStore store) => new(Options, store, _observer, Time);

    private void Count(Device device, decimal pulses) => device.Accept(new(Time.GetUtcNow(), [new("pulses", Value.Of(pulses))]));

    private static decimal Total(Device device, string key)
    {
        using var state = JsonDocument.Parse(Encoding.UTF8.GetString(device.WriteState()));
        return state.RootElement.GetProperty(key).GetDecimal();
    }
}
