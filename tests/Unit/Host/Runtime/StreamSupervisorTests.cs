using System.Text;
using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Host.Runtime;

public sealed class StreamSupervisorTests
{
    private readonly ManualTime _time = new();
    private readonly RecordingObserver _observer = new();
    private readonly Ports _ports = new();
    private readonly LineDecoder _decoder;

    public StreamSupervisorTests() => _decoder = new(_time);

    [Fact]
    public void Feeds_what_comes_to_the_decoder()
    {
        var port = _ports.Add();
        port.Deliver("12.5\n"u8.ToArray());

        var device = Run(TimeSpan.Zero, static device => device.Report.Online);

        Encoding.UTF8.GetString(device.WriteState()).Should().Be("""{"value":12.5}""");
        port.Disposed.Should().BeTrue();
    }

    [Fact]
    public void Opens_the_line_again_after_it_was_unplugged()
    {
        var first = _ports.Add();
        first.Deliver("1\n"u8.ToArray());
        first.Unplug();
        _ports.Miss(3);
        _ports.Add().Deliver("2\n"u8.ToArray());

        var device = Run(TimeSpan.Zero, static device => device.Report.Readings == 2);

        device.Report.Online.Should().BeTrue();
        _observer.Faults.Should().ContainSingle().Which.Fault.Should().Be(BusFault.PortMissing);
        _observer.Changes.Count(static changes => changes.HasFlag(Changes.Availability)).Should().Be(3);
        _decoder.Resets.Should().Be(2, "half a telegram from before is worth nothing");
    }

    [Fact]
    public void Tries_a_missing_port_at_least_every_ten_seconds()
    {
        _ports.Miss(30);

        var begin = _time.GetUtcNow();
        Run(TimeSpan.Zero, _ => _ports.Opens >= 20);

        (_time.GetUtcNow() - begin).TotalSeconds.Should().BeInRange(100, 200);
    }

    [Fact]
    public void Publishes_no_more_often_than_the_interval_and_stays_online()
    {
        var port = _ports.Add();
        for (var i = 0; i < 10; i++)
        {
            port.Deliver(Encoding.UTF8.GetBytes($"{i}\n"));
        }

        var device = Run(TimeSpan.FromHours(1), static device => device.Report.Readings == 10);

        _observer.Changes.Count(static changes => changes.HasFlag(Changes.State)).Should().Be(2, "description and value");
        Encoding.UTF8.GetString(device.WriteState()).Should().Be("""{"value":0}""");
    }

    [Fact]
    public void A_command_is_written_to_the_open_line()
    {
        var port = _ports.Add();
        port.Deliver("1\n"u8.ToArray());
        var answers = new List<string?>();
        var asked = false;

        Run(TimeSpan.Zero, device =>
        {
            if (device.Report.Online && !asked)
            {
                asked = true;
                device.Commands.Post(new(new("value", Value.Of(5)), answers.Add));
            }

            return answers.Count > 0;
        });

        answers.Should().Equal([null]);
        port.Written.Should().ContainSingle().Which.Should().Equal("value=5\n"u8.ToArray());
    }

    [Fact]
    public void A_port_that_falls_silent_is_opened_anew_at_the_stale_time_and_heals()
    {
        var dumb = _ports.Add();
        dumb.Deliver("1\n"u8.ToArray());
        var begin = _time.GetUtcNow();
        _ports.Add().Deliver("2\n"u8.ToArray());

        var device = Run(TimeSpan.Zero, static device => device.Report.Readings == 2);

        (_time.GetUtcNow() - begin).TotalSeconds.Should().BeApproximately(60, 1);
        dumb.Disposed.Should().BeTrue();
        device.Report.Online.Should().BeTrue();
        _observer.Faults.Should().BeEmpty("it was no failure");
    }

    [Fact]
    public void A_port_that_stays_silent_is_shown_without_data_and_opened_ever_more_rarely()
    {
        var opened = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            _ports.Add();
        }

        var begin = _time.GetUtcNow();
        var device = Run(TimeSpan.Zero, device =>
        {
            if (_ports.Opens > opened.Count)
            {
                opened.Add(Math.Round((_time.GetUtcNow() - begin).TotalSeconds));
            }

            device.Tick();
            return opened.Count == 9;
        });

        device.Report.Should().BeEquivalentTo(new { Status = DeviceStatus.Stale, Reason = "no_data", Online = false });
        opened.Zip(opened.Skip(1), static (a, b) => b - a).Should().Equal(60, 120, 240, 480, 960, 1920, 3600, 3600);
    }

    [Fact]
    public void A_line_that_talks_is_never_opened_anew()
    {
        var port = _ports.Add();
        var begin = _time.GetUtcNow();
        var next = begin;

        Run(TimeSpan.Zero, _ =>
        {
            if (_time.GetUtcNow() >= next)
            {
                port.Deliver("1\n"u8.ToArray());
                next += TimeSpan.FromSeconds(50);
            }

            return _time.GetUtcNow() - begin > TimeSpan.FromMinutes(10);
        });

        _ports.Opens.Should().Be(1);
    }

    private Device Run(TimeSpan interval, Func<Device, bool> until)
    {
        var store = new MemoryStateStore();
        var device = new Device(TestDevices.Stream() with { Interval = interval }, store, _observer, _time);
        using var stop = new CancellationTokenSource();
        var pump = new Pump(_time);
        var supervisor = new StreamSupervisor(device, _ports, _decoder, new RecordingLogger(), _time);
        var running = pump.Start(() => supervisor.RunAsync(stop.Token));
        pump.Until(() => until(device), TimeSpan.FromMilliseconds(250), "what the line should bring");
        stop.Cancel();
        pump.Until(() => running.IsCompleted, TimeSpan.Zero, "the end of the supervisor");
        return device;
    }

    /// <summary>One number a line.</summary>
    private sealed class LineDecoder(TimeProvider time) : ICommandedDecoder
    {
        private readonly StringBuilder _rest = new();

        public int Resets { get; private set; }

        public ReadOnlyMemory<byte> Encode(Command command) =>
            Encoding.UTF8.GetBytes($"{command.Key}={command.Value}\n");

        public void Reset()
        {
            Resets++;
            _rest.Clear();
        }

        public void Consume(ReadOnlySpan<byte> bytes, IStreamSink sink)
        {
            foreach (var letter in bytes)
            {
                if (letter != '\n')
                {
                    _rest.Append((char)letter);
                    continue;
                }

                sink.Describe(new(), [new Entity("value")]);
                sink.Report(new(time.GetUtcNow(), [new("value", Value.Of(decimal.Parse(_rest.ToString())))]));
                _rest.Clear();
            }
        }
    }

    private sealed class Ports : IWires
    {
        private readonly Queue<ScriptedPort?> _ports = new();

        public int Opens { get; private set; }

        public ScriptedPort Add()
        {
            var port = new ScriptedPort();
            _ports.Enqueue(port);
            return port;
        }

        public void Miss(int times)
        {
            for (var i = 0; i < times; i++)
            {
                _ports.Enqueue(null);
            }
        }

        public II2cBus OpenI2c(string path) => throw new InvalidOperationException("no I²C here");

        public ValueTask<ISerialPort> OpenSerialAsync(string port, LineSettings line, CancellationToken cancellationToken)
        {
            Opens++;
            return _ports.TryDequeue(out var next) && next is not null
                ? ValueTask.FromResult<ISerialPort>(next)
                : throw new BusException(BusFault.PortMissing, $"no {port}");
        }
    }
}
