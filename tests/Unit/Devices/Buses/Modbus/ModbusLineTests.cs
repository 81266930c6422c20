using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.TestSupport;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Buses.Modbus;

public sealed class ModbusLineTests : IAsyncDisposable
{
    private static readonly LineSettings Settings = new(9600);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <summary>230.2 V of unit 1, as the protocol document of the SDM630 answers it.</summary>
    private static readonly byte[] Good = Convert.FromHexString("010404436633335AFA");

    private readonly ManualTime _time = new();
    private readonly Pump _pump;
    private readonly List<ScriptedPort> _ports = [];
    private readonly ModbusLine _line;
    private BusException? _openFault;

    public ModbusLineTests()
    {
        _pump = new(_time);
        _line = new("/dev/ttyUSB0", Settings, Open, _time);
    }

    private ScriptedPort Port => _ports[^1];

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    [Fact]
    public void Opens_the_port_at_the_first_request_and_keeps_it()
    {
        _ports.Should().BeEmpty();

        Exchange(Read(), Good).Should().Equal(0x4366, 0x3333);
        Exchange(Read(), Good).Should().Equal(0x4366, 0x3333);

        _ports.Should().ContainSingle();
        Port.Written.Should().HaveCount(2).And.AllSatisfy(static frame =>
            frame.Should().Equal(Convert.FromHexString("01040000000271CB")));
    }

    [Fact]
    public void An_answer_may_come_byte_by_byte()
    {
        var read = Read();
        Sent(1);
        foreach (var single in Good)
        {
            Port.Deliver(single);
            _pump.Pass(TimeSpan.FromMilliseconds(20), Step);
        }

        Result(read).Should().Equal(0x4366, 0x3333);
    }

    [Fact]
    public void An_answer_may_be_cut_anywhere_with_noise_before_it()
    {
        for (var cut = 1; cut < Good.Length; cut++)
        {
            var read = Read();
            Sent(cut);
            Port.Deliver([0x00, 0xFF, 0x01, .. Good[..cut]]);
            _pump.Pass(TimeSpan.FromMilliseconds(5), Step);
            Port.Deliver(Good[cut..]);

            Result(read).Should().Equal(0x4366, 0x3333);
        }
    }

    [Fact]
    public void Silence_costs_its_time_out_and_is_told_with_what_to_check()
    {
        var start = _time.GetUtcNow();

        var failure = Failure(Read());

        failure.Fault.Should().Be(BusFault.Timeout);
        failure.Message.Should().Be("/dev/ttyUSB0 unit 1: no answer for input registers 0 to 1 within 1 s; "
            + "check the unit, 9600 8N1, and whether A and B are swapped");
        (_time.GetUtcNow() - start).Should().BeLessThan(Timeout + TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_damaged_answer_is_a_checksum_fault()
    {
        var failure = Failure(Read(), [.. Good[..4], 0x00, .. Good[5..]]);

        failure.Fault.Should().Be(BusFault.Checksum);
        failure.Message.Should().StartWith("/dev/ttyUSB0 unit 1: the answer for input registers 0 to 1 is damaged");
    }

    [Fact]
    public void Bytes_that_are_no_answer_are_a_protocol_fault()
    {
        var failure = Failure(Read(), [0x55, 0x2A, 0x77]);

        failure.Fault.Should().Be(BusFault.Protocol);
        failure.Message.Should().EndWith("only 3 bytes that are none (552A77); check 9600 8N1");
    }

    [Fact]
    public void An_answer_of_another_unit_is_not_taken()
    {
        var failure = Failure(Read(), OtherUnit());

        failure.Fault.Should().Be(BusFault.Timeout);
        failure.Message.Should().EndWith("only one of unit 2 to another request");
    }

    [Fact]
    public void An_exception_is_told_by_its_name()
    {
        var failure = Failure(Read(), Frame(0x01, 0x84, 0x02));

        failure.Fault.Should().Be(BusFault.Protocol);
        failure.Message.Should().Be(
            "/dev/ttyUSB0 unit 1: illegal data address (exception 2) for input registers 0 to 1");
        Failure(Read(), Frame(0x01, 0x84, 0x0B)).Fault.Should().Be(BusFault.NoAnswer);
        _ports.Should().ContainSingle("an exception is an answer");
    }

    [Fact]
    public void An_answer_that_comes_too_late_is_not_taken_for_the_next_one()
    {
        Failure(Read()).Fault.Should().Be(BusFault.Timeout);
        Port.Deliver(Frame(0x01, 0x04, 0x04, 0xAA, 0xAA, 0xAA, 0xAA));
        _pump.Pass(TimeSpan.FromMilliseconds(50), Step);

        Exchange(Read(), Good).Should().Equal(0x4366, 0x3333);

        Failure(Read()).Fault.Should().Be(BusFault.Timeout);
        var second = Read(unit: 2);
        Sent(4);
        Port.Deliver(Good);
        _pump.Pass(TimeSpan.FromMilliseconds(50), Step);
        Port.Deliver(OtherUnit());
        Result(second).Should().Equal(7, 8);
    }

    [Fact]
    public void An_adapter_that_hears_itself_is_understood()
    {
        Exchange(Read(), [.. Echo(), .. Good]).Should().Equal(0x4366, 0x3333);

        var write = _pump.Start(() => _line.Link(1, Timeout)
            .WriteAsync(ModbusTable.HoldingRegisters, 7, new ushort[] { 5 }, CancellationToken.None).AsTask());
        Sent(2);
        Port.Deliver(Port.Written[1]);
        _pump.Pass(TimeSpan.FromMilliseconds(100), Step);
        write.IsCompleted.Should().BeFalse("only the echo came");
        Port.Deliver(Port.Written[1]);
        _pump.Until(() => write.IsCompletedSuccessfully, Step, "the write is confirmed");

        Failure(Read(), Echo()).Fault.Should().Be(BusFault.Timeout, "an echo alone is no answer");
    }

    [Fact]
    public void A_unit_that_is_dead_holds_up_the_others_for_its_time_out_only_and_in_their_order()
    {
        var start = _time.GetUtcNow();
        var dead = Read(unit: 9);
        var first = Read();
        var second = Read(unit: 2);

        Sent(2);
        (_time.GetUtcNow() - start).Should().BeLessThan(Timeout + TimeSpan.FromMilliseconds(50));
        Port.Deliver(Good);
        Sent(3);
        Port.Deliver(OtherUnit());

        Result(first).Should().Equal(0x4366, 0x3333);
        Result(second).Should().Equal(7, 8);
        dead.IsFaulted.Should().BeTrue();
        Port.Written.Select(static frame => frame[0]).Should().Equal(9, 1, 2);
    }

    [Fact]
    public void The_line_is_silent_between_two_frames()
    {
        Exchange(Read(), Good);
        var before = _time.GetUtcNow();

        Exchange(Read(), Good);

        (_time.GetUtcNow() - before).Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(4)); // 3.5 × 10 bits
    }

    [Fact]
    public void A_line_that_is_never_silent_is_told_as_down_and_nothing_is_sent()
    {
        Exchange(Read(), Good);
        var read = Read();
        _pump.Until(
            () =>
            {
                Port.Deliver(0x00);
                return read.IsCompleted;
            },
            Step,
            "it gives up");

        Failure(read).Fault.Should().Be(BusFault.BusDown);
        Port.Written.Should().ContainSingle();
    }

    [Fact]
    public void A_port_that_cannot_be_opened_is_told_to_all_who_wait_and_tried_again_at_the_next_request()
    {
        _openFault = new(BusFault.PortMissing, "no /dev/ttyUSB0");
        var first = Read();
        var second = Read(unit: 2);

        Failure(first).Fault.Should().Be(BusFault.PortMissing);
        Failure(second).Fault.Should().Be(BusFault.PortMissing);
        _openFault = null;

        Exchange(Read(), Good).Should().Equal(0x4366, 0x3333);
    }

    [Fact]
    public void An_unplugged_port_is_closed_at_once_and_opened_anew()
    {
        var read = Read();
        Sent(1);
        Port.Unplug();

        Failure(read).Fault.Should().Be(BusFault.PortMissing);
        Port.Disposed.Should().BeTrue();
        Exchange(Read(), Good).Should().Equal(0x4366, 0x3333);
    }

    [Fact]
    public void A_port_that_broke_while_nobody_asked_costs_no_reading()
    {
        Exchange(Read(), Good);
        Port.Unplug();
        _pump.Pass(TimeSpan.FromSeconds(1), Step);

        var read = Read();
        _pump.Until(() => _ports.Count == 2, Step, "it is opened anew");
        Exchange(read, Good).Should().Equal(0x4366, 0x3333);
    }

    [Fact]
    public void A_port_from_which_nothing_ever_comes_is_opened_anew()
    {
        for (var request = 0; request < 4; request++)
        {
            Failure(Read()).Fault.Should().Be(BusFault.Timeout);
        }

        Exchange(Read(), Good).Should().Equal(0x4366, 0x3333);
        _ports.Should().HaveCount(2);
    }

    [Fact]
    public void A_request_that_is_given_up_in_the_queue_is_not_sent()
    {
        using var stop = new CancellationTokenSource();
        var first = Read();
        var given = Start(2, stop.Token);
        Sent(1);
        stop.Cancel();
        Port.Deliver(Good);
        Result(first);

        Exchange(Read(), Good);

        given.IsCanceled.Should().BeTrue();
        Port.Written.Select(static frame => frame[0]).Should().Equal(1, 1);
    }

    [Fact]
    public async Task Disposing_ends_all_requests_and_closes_the_port()
    {
        var running = Read();
        var waiting = Read(unit: 2);
        Sent(1);

        var disposed = _pump.Start(() => _line.DisposeAsync().AsTask());
        _pump.Until(() => disposed.IsCompleted && running.IsCompleted && waiting.IsCompleted, Step, "it ends");

        Port.Disposed.Should().BeTrue();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => Start(1, CancellationToken.None)).Should().ThrowAsync<ObjectDisposedException>();
    }

    private static byte[] Echo() => Convert.FromHexString("01040000000271CB");

    private static byte[] OtherUnit() => Frame(0x02, 0x04, 0x04, 0, 7, 0, 8);

    private static byte[] Frame(params byte[] content)
    {
        byte[] frame = [.. content, 0, 0];
        ModbusCrc.Close(frame);
        return frame;
    }

    private ValueTask<ISerialPort> Open(CancellationToken cancellationToken)
    {
        if (_openFault is { } fault)
        {
            throw new BusException(fault.Fault, fault.Message);
        }

        _ports.Add(new());
        return ValueTask.FromResult<ISerialPort>(Port);
    }

    private Task<ushort[]> Read(byte unit = 1) => Start(unit, CancellationToken.None);

    private Task<ushort[]> Start(byte unit, CancellationToken cancellationToken) => (Task<ushort[]>)_pump.Start(() =>
        _line.Link(unit, Timeout).ReadAsync(ModbusTable.InputRegisters, 0, 2, cancellationToken).AsTask());

    private void Sent(int count) =>
        _pump.Until(() => _ports.Count > 0 && Port.Written.Count == count, Step, $"request {count} is sent");

    private ushort[] Exchange(Task<ushort[]> read, byte[] answer)
    {
        Answer(read, answer);
        return Result(read);
    }

    private void Answer(Task<ushort[]> read, byte[] answer)
    {
        var before = _ports.Count > 0 ? Port.Written.Count : 0;
        var port = _ports.Count;
        _pump.Until(
            () => read.IsCompleted || (_ports.Count > 0 && Port.Written.Count > (_ports.Count == port ? before : 0)),
            Step,
            "the request is sent");
        Port.Deliver(answer);
    }

    private ushort[] Result(Task<ushort[]> read)
    {
        _pump.Until(() => read.IsCompleted, Step, "the request ends");
        return read.GetAwaiter().GetResult();
    }

    private BusException Failure(Task<ushort[]> read, byte[]? answer = null)
    {
        if (answer is not null)
        {
            Answer(read, answer);
        }

        _pump.Until(() => read.IsCompleted, Step, "the request ends");
        return read.Exception!.InnerException.Should().BeOfType<BusException>().Which;
    }
}
