using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Modbus;

public sealed class ModbusLineTests : ModbusStage
{
    [Fact]
    public void Opens_the_port_at_the_first_request_and_keeps_it()
    {
        Ports.Should().BeEmpty();

        Exchange(Read(), Good).Should().Equal(0x4366, 0x3333);
        Exchange(Read(), Good).Should().Equal(0x4366, 0x3333);

        Ports.Should().ContainSingle();
        Port.Written.Should().HaveCount(2).And.AllSatisfy(static frame =>
            frame.Should().Equal(Convert.FromHexString("01040000000271CB")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(248)]
    public void There_is_no_such_unit(byte unit) =>
        FluentActions.Invoking(() => Line.Link(unit, Timeout)).Should().Throw<ArgumentException>();

    [Fact]
    public void An_answer_may_come_byte_by_byte()
    {
        var read = Read();
        Sent(1);
        foreach (var single in Good)
        {
            Port.Deliver(single);
            Pump.Pass(TimeSpan.FromMilliseconds(20), Step);
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
            Pump.Pass(TimeSpan.FromMilliseconds(5), Step);
            Port.Deliver(Good[cut..]);

            Result(read).Should().Equal(0x4366, 0x3333);
        }
    }

    [Fact]
    public void Silence_costs_its_time_out_and_is_told_with_what_to_check()
    {
        var start = Time.GetUtcNow();

        var failure = Failure(Read());

        failure.Fault.Should().Be(BusFault.Timeout);
        failure.Message.Should().Be("/dev/ttyUSB0 unit 1: no answer for input registers 0 to 1 within 1 s; "
            + "check the unit, 9600 8N1, and whether A and B are swapped");
        (Time.GetUtcNow() - start).Should().BeLessThan(Timeout + TimeSpan.FromMilliseconds(50));
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
        Ports.Should().ContainSingle("an exception is an answer");
    }

    [Fact]
    public void An_answer_that_comes_too_late_is_not_taken_for_the_next_one()
    {
        Failure(Read()).Fault.Should().Be(BusFault.Timeout);
        Port.Deliver(Frame(0x01, 0x04, 0x04, 0xAA, 0xAA, 0xAA, 0xAA));
        Pump.Pass(TimeSpan.FromMilliseconds(50), Step);

        Exchange(Read(), Good).Should().Equal(0x4366, 0x3333);

        Failure(Read()).Fault.Should().Be(BusFault.Timeout);
        var second = Read(unit: 2);
        Sent(4);
        Port.Deliver(Good);
        Pump.Pass(TimeSpan.FromMilliseconds(50), Step);
        Port.Deliver(OtherUnit());
        Result(second).Should().Equal(7, 8);
    }

    [Fact]
    public void An_adapter_that_hears_itself_is_understood()
    {
        Exchange(Read(), [.. Echo(), .. Good]).Should().Equal(0x4366, 0x3333);

        var write = Pump.Start(() => Line.Link(1, Timeout)
            .WriteAsync(ModbusTable.HoldingRegisters, 7, new ushort[] { 5 }, asMany: false, CancellationToken.None).AsTask());
        Sent(2);
        Port.Deliver(Port.Written[1]);
        Pump.Pass(TimeSpan.FromMilliseconds(100), Step);
        write.IsCompleted.Should().BeFalse("only the echo came");
        Port.Deliver(Port.Written[1]);
        Pump.Until(() => write.IsCompletedSuccessfully, Step, "the write is confirmed");

        Failure(Read(), Echo()).Fault.Should().Be(BusFault.Timeout, "an echo alone is no answer");
    }

    [Fact]
    public void A_unit_that_is_dead_holds_up_the_others_for_its_time_out_only_and_in_their_order()
    {
        var start = Time.GetUtcNow();
        var dead = Read(unit: 9);
        var first = Read();
        var second = Read(unit: 2);

        Sent(2);
        (Time.GetUtcNow() - start).Should().BeLessThan(Timeout + TimeSpan.FromMilliseconds(50));
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
        var before = Time.GetUtcNow();

        Exchange(Read(), Good);

        (Time.GetUtcNow() - before).Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(4)); // 3.5 × 10 bits
    }

    [Fact]
    public void A_line_that_is_never_silent_is_told_as_down_and_nothing_is_sent()
    {
        Exchange(Read(), Good);
        var read = Read();
        Pump.Until(
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
}
