using Bridge.Devices.Model;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Runtime;

public sealed class RestartGuardTests
{
    private readonly ManualTime _time = new();
    private readonly Pump _pump;
    private readonly RecordingObserver _observer = new();
    private readonly RecordingLogger _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<DateTimeOffset> _starts = [];
    private readonly Device _device;
    private Func<int, Task> _work = static _ => throw new FormatException("index 7");
    private int _gaveUp;

    public RestartGuardTests()
    {
        _pump = new(_time);
        _device = new(TestDevices.Polled(TimeSpan.FromMinutes(1)), new MemoryStateStore(), _observer, _time);
    }

    [Fact]
    public void A_bug_starts_the_supervisor_again_after_1_2_4_8_and_16_seconds_and_then_no_more()
    {
        var running = Start();
        _pump.Until(() => running.IsCompleted, TimeSpan.FromSeconds(1), "the end");

        _starts.Zip(_starts.Skip(1), static (a, b) => (b - a).TotalSeconds).Should().Equal(1, 2, 4, 8, 16);
        _gaveUp.Should().Be(1);
    }

    [Fact]
    public void Beyond_the_budget_it_is_down_where_everybody_sees_it()
    {
        Down();

        _device.Report.Should().BeEquivalentTo(new { Status = DeviceStatus.Error, Reason = "bug", Online = false });
        _device.Report.LastError.Should().Be("FormatException: index 7; driver chip failed by 6 bugs in a row and stays "
            + "down until the bridge is restarted, by its restart command or as a process");
        _observer.Notices.Where(static notice => notice.IsDue).Select(static notice => notice.Number)
            .Should().Equal([1, 2, 4, 6], "the last one is told too");
        _time.Advance(TimeSpan.FromDays(1));
        _device.Tick();
        _device.Report.Reason.Should().Be("bug");
    }

    [Fact]
    public void The_stack_of_a_bug_is_logged_once()
    {
        Down();

        _log.AtLeast(LogLevel.Error).Where(static line => line.Contains("bug of its own")).Should().ContainSingle();
        _log.AtLeast(LogLevel.Error).Where(static line => line.Contains("same bug again")).Should().HaveCount(5);
    }

    [Fact]
    public void Another_bug_is_logged_with_its_own_stack()
    {
        _work = static turn => turn % 2 == 0
            ? throw new FormatException("index 7")
            : throw new InvalidOperationException("no map");
        Down();

        _log.AtLeast(LogLevel.Error).Where(static line => line.Contains("bug of its own")).Should().HaveCount(2);
    }

    [Fact]
    public void An_hour_without_a_bug_restores_the_budget()
    {
        _work = async turn =>
        {
            await Task.Delay(turn % 4 == 0 ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1), _time);
            throw new FormatException("index 7");
        };

        _ = Start();
        _pump.Pass(TimeSpan.FromDays(2), TimeSpan.FromSeconds(30));

        _gaveUp.Should().Be(0);
        _starts.Should().HaveCountGreaterThan(100);
        End();
    }

    [Fact]
    public void Commands_are_answered_while_it_starts_again_and_when_it_is_down()
    {
        var answers = new List<string?>();
        var running = Start();
        Ask(answers);
        _pump.Until(() => answers.Count == 1, TimeSpan.FromMilliseconds(100), "an answer");
        _pump.Until(() => running.IsCompleted, TimeSpan.FromSeconds(1), "the end");
        Ask(answers);

        answers[0].Should().Contain("offline").And.Contain("index 7");
        answers[1].Should().Contain("stays down");
    }

    [Fact]
    public void The_stop_ends_it_in_the_middle_of_a_pause()
    {
        var running = Start();
        _pump.Pass(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));
        running.IsCompleted.Should().BeFalse();

        End();

        running.IsCompletedSuccessfully.Should().BeTrue();
        _gaveUp.Should().Be(0);
    }

    [Fact]
    public void A_command_with_a_bug_leaves_the_reading_alone()
    {
        var board = new Board(_time);
        var answers = new List<string?>();
        var made = 0;
        var guard = new RestartGuard(
            _device,
            () =>
            {
                made++;
                return new PolledSupervisor(_device, board, _log, _time);
            },
            _log,
            _time);
        var running = _pump.Start(() => guard.RunAsync(_stop.Token));
        Ask(answers);
        Ask(answers);
        _pump.Until(() => answers.Count == 2, TimeSpan.FromMilliseconds(100), "the answers");
        End();

        answers.Should().AllBe("InvalidOperationException: no relay 9");
        made.Should().Be(1);
        _device.Report.Should().BeEquivalentTo(new { Status = DeviceStatus.Ok, Online = true });
        _log.AtLeast(LogLevel.Error).Where(static line => line.Contains("bug of its own")).Should().ContainSingle();
        running.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public void A_supervisor_with_a_fault_of_the_bus_is_not_started_again()
    {
        var guard = new RestartGuard(
            _device, () => new PolledSupervisor(_device, new Dead(_starts, _time), _log, _time), _log, _time);
        var running = _pump.Start(() => guard.RunAsync(_stop.Token));

        _pump.Pass(TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));

        running.IsCompleted.Should().BeFalse();
        _device.Report.Reason.Should().Be("no_answer");
        End();
    }

    private Task Start()
    {
        var guard = new RestartGuard(_device, () => new Scripted(this), _log, _time) { GaveUp = () => _gaveUp++ };
        return _pump.Start(() => guard.RunAsync(_stop.Token));
    }

    private void Down()
    {
        var running = Start();
        _pump.Until(() => running.IsCompleted, TimeSpan.FromSeconds(1), "the end");
    }

    private void End()
    {
        _stop.Cancel();
        _pump.Pass(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100));
        _stop.Dispose();
    }

    private void Ask(List<string?> answers) =>
        _device.Commands.Post(new(new("relay", Value.Of(answers.Count > 0)), answers.Add));

    private sealed class Scripted(RestartGuardTests test) : ISupervisor
    {
        public Task RunAsync(CancellationToken cancellationToken)
        {
            test._starts.Add(test._time.GetUtcNow());
            return test._work(test._starts.Count).WaitAsync(cancellationToken);
        }
    }

    private sealed class Board(ManualTime time) : ICommandedDevice
    {
        public DeviceInfo Info { get; } = new();

        public ValueTask<Reading> ReadAsync(CancellationToken cancellationToken) =>
            new(new Reading(time.GetUtcNow(), [new("temperature", Value.Of(21.5m))]));

        public ValueTask ExecuteAsync(Command command, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no relay 9");
    }

    private sealed class Dead(List<DateTimeOffset> reads, ManualTime time) : IPolledDevice
    {
        public DeviceInfo Info { get; } = new();

        public ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
        {
            reads.Add(time.GetUtcNow());
            throw new BusException(BusFault.NoAnswer, "nobody at 0x76");
        }
    }
}
