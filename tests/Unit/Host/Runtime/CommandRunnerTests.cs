using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

public sealed class CommandRunnerTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Pump _pump;
    private readonly RecordingObserver _observer = new();
    private readonly MemoryStateStore _store = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string?> _answers = [];
    private readonly RelayBoard _board;
    private Device _device = null!;
    private Task _running = Task.CompletedTask;

    public CommandRunnerTests()
    {
        _pump = new(_time);
        _board = new(_time);
    }

    [Fact]
    public void A_command_is_carried_out_at_once_and_the_device_read_again()
    {
        Start();
        var reads = _board.Reads;

        Ask(on: true);
        Ready(() => _board.Reads > reads);

        _answers.Should().Equal([null]);
        _board.Reads.Should().Be(reads + 1);
        _device.Find("relay").Boolean.Should().BeTrue();
        _time.GetUtcNow().Should().Be(new ManualTime().GetUtcNow(), "it did not wait for the next poll");
    }

    [Fact]
    public void The_polls_keep_their_times()
    {
        Start();
        _pump.Pass(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1));
        var reads = _board.Reads + 1;
        Ask(on: true);
        Ready(() => _board.Reads == reads);

        _pump.Pass(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(1));

        _board.Reads.Should().Be(reads + 1);
    }

    [Fact]
    public void What_fails_is_answered_in_words_and_what_hangs_after_its_time_out()
    {
        Start();
        _board.Failure = new BusException(BusFault.InvalidValue, "line 3 stays high");
        Ask(on: true);
        Ready(() => _answers.Count == 1);
        _board.Failure = null;
        _board.Hangs = true;
        Ask(on: true);
        _pump.Until(() => _answers.Count == 2, TimeSpan.FromSeconds(1), "the time-out");

        _answers[0].Should().Be("line 3 stays high");
        _answers[1].Should().Contain("not set within 5 s");
        _observer.Faults.Select(static fault => fault.Fault).Should().Equal(BusFault.InvalidValue, BusFault.Timeout);
    }

    [Fact]
    public void While_the_device_is_down_commands_are_refused_and_nothing_is_written()
    {
        _board.Missing = true;
        Start();
        Ask(on: true);
        Ready(() => _answers.Count == 1);

        _answers.Should().ContainSingle().Which.Should().Contain("offline").And.Contain("nobody at 0x20");
        _board.Written.Should().BeEmpty();
    }

    [Theory]
    [InlineData("on", false, true)]
    [InlineData("off", true, false)]
    [InlineData("restore", false, true)]
    public void At_start_an_output_is_set_once_its_state_is_known(string onStart, bool before, bool after)
    {
        _store.SetState("board", new(_time.GetUtcNow(), [new("relay", Value.Of(true))]));
        _board.State = before;
        _board.Missing = true;

        Start(Enum.Parse<OnStart>(onStart, ignoreCase: true));
        _board.Written.Should().BeEmpty();
        _board.Missing = false;
        _pump.Until(() => _board.Written.Count > 0, TimeSpan.FromSeconds(1), "the start");

        _board.Written.Should().Equal(after);
        _device.Find("relay").Boolean.Should().Be(after);
    }

    [Theory]
    [InlineData("read", false)]
    [InlineData("restore", true)]
    [InlineData("on", true)]
    public void At_start_nothing_is_written_that_is_so_already(string onStart, bool state)
    {
        _store.SetState("board", new(_time.GetUtcNow(), [new("relay", Value.Of(true))]));
        _board.State = state;

        Start(Enum.Parse<OnStart>(onStart, ignoreCase: true));
        _pump.Pass(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));

        _board.Written.Should().BeEmpty();
    }

    [Fact]
    public void A_start_that_failed_is_tried_again()
    {
        _board.Failure = new BusException(BusFault.NoAnswer, "no acknowledge");
        Start(OnStart.On);
        _board.State.Should().BeFalse();
        _board.Failure = null;

        _pump.Until(() => _board.State, TimeSpan.FromSeconds(1), "the start");
    }

    [Fact]
    public void At_the_stop_outputs_are_left_as_configured_and_commands_refused()
    {
        Start(stop: OnStop.Off);
        Ask(on: true);
        Ready(() => _answers.Count == 1);

        End();
        Ask(on: true);

        _board.State.Should().BeFalse();
        _answers.Should().Equal(null, CommandRunner.Stopping);
        _store.FindState("board")!.Values.Should().Equal(new KeyedValue("relay", Value.Of(true)));
    }

    [Fact]
    public void The_stop_does_not_wait_for_a_device_that_hangs()
    {
        Start(stop: OnStop.Off);
        _board.Hangs = true;
        var begin = _time.GetUtcNow();

        End();

        (_time.GetUtcNow() - begin).Should().BeLessThan(TimeSpan.FromSeconds(4));
    }

    public void Dispose()
    {
        End();
        _stop.Dispose();
    }

    private void Start(OnStart start = OnStart.Read, OnStop stop = OnStop.Keep)
    {
        var options = TestDevices.Polled(TimeSpan.FromSeconds(10));
        var chip = (I2cDriver)options.Driver with
        {
            Entities = static _ => [new("relay") { Kind = EntityKind.Switch }],
        };
        var own = new EntityOptions { OnStart = start, OnStop = stop };
        options = new DeviceOptions("board", chip)
        {
            Name = "Board",
            Interval = options.Interval,
            Retries = 0,
            Entities = ImmutableDictionary<string, EntityOptions>.Empty.Add("relay", own),
        };
        _device = new(options, _store, _observer, _time);
        var supervisor = new PolledSupervisor(_device, _board, new RecordingLogger(), _time);
        _running = _pump.Start(() => supervisor.RunAsync(_stop.Token));
        Settle();
    }

    private void End()
    {
        _stop.Cancel();
        _pump.Until(() => _running.IsCompleted, TimeSpan.FromMilliseconds(500), "the end");
    }

    /// <summary>Waits for what needs no time to pass.</summary>
    private void Ready(Func<bool> condition) => _pump.Until(condition, TimeSpan.Zero, "what is ready");

    private void Settle() => _pump.Until(static () => true, TimeSpan.Zero, "what is ready");

    private void Ask(bool on) => _device.Commands.Post(new(new("relay", Value.Of(on)), _answers.Add));

    private sealed class RelayBoard(ManualTime time) : ICommandedDevice
    {
        public DeviceInfo Info { get; } = new();

        public bool State { get; set; }

        public bool Missing { get; set; }

        public bool Hangs { get; set; }

        public Exception? Failure { get; set; }

        public int Reads { get; private set; }

        public List<bool> Written { get; } = [];

        public ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            return Missing
                ? throw new BusException(BusFault.NoAnswer, "nobody at 0x20")
                : ValueTask.FromResult(new Reading(time.GetUtcNow(), [new("relay", Value.Of(State))]));
        }

        public async ValueTask ExecuteAsync(Command command, CancellationToken cancellationToken)
        {
            if (Hangs)
            {
                await Task.Delay(TimeSpan.FromHours(1), time, cancellationToken);
            }

            if (Failure is not null)
            {
                throw Failure;
            }

            State = command.Value.Boolean;
            Written.Add(State);
        }
    }
}
