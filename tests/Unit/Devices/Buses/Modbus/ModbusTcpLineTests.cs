using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Modbus;

/// <summary>Modbus TCP: frames by the header of Modbus messaging on TCP/IP 1.0b, 3.1.3.</summary>
public sealed class ModbusTcpLineTests() : ModbusStage("modbus-tcp://gate:502")
{
    /// <summary>230.2 V of unit 1 in the first transaction.</summary>
    private static readonly byte[] First = Hex("0001 0000 0007 01 04 04 43663333");

    [Fact]
    public void A_request_has_a_header_of_its_transaction_and_no_checksum()
    {
        Exchange(Read(), First).Should().Equal(0x4366, 0x3333);
        Exchange(Read(), Hex("0002 0000 0007 01 04 04 00070008")).Should().Equal(7, 8);

        Ports.Should().ContainSingle();
        Port.Written.Select(Convert.ToHexString).Should().Equal("000100000006010400000002", "000200000006010400000002");
    }

    [Fact]
    public void All_units_share_one_connection_those_of_the_other_end_itself_too()
    {
        Exchange(Read(unit: 0), Hex("0001 0000 0007 00 04 04 00010002")).Should().Equal(1, 2);
        Exchange(Read(unit: 255), Hex("0002 0000 0007 FF 04 04 00030004")).Should().Equal(3, 4);

        Ports.Should().ContainSingle();
    }

    [Fact]
    public void An_answer_may_come_byte_by_byte()
    {
        var read = Read();
        Sent(1);
        foreach (var single in First)
        {
            Port.Deliver(single);
            Pump.Pass(TimeSpan.FromMilliseconds(5), Step);
        }

        Result(read).Should().Equal(0x4366, 0x3333);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)] // half of it comes in time
    public void A_late_answer_to_an_older_transaction_is_dropped(int inTime)
    {
        var late = Read();
        Sent(1);
        Port.Deliver(First[..inTime]);
        Failure(late).Fault.Should().Be(BusFault.Timeout);

        Port.Deliver(First[inTime..]);
        var next = Read();
        Sent(2);
        Port.Deliver(Hex("0002 0000 0007 01 04 04 00070008"));

        Result(next).Should().Equal(7, 8);
        Ports.Should().ContainSingle();
    }

    [Fact]
    public void An_answer_to_another_transaction_only_is_a_time_out()
    {
        var failure = Failure(Read(), Hex("0009 0000 0007 01 04 04 43663333"));

        failure.Fault.Should().Be(BusFault.Timeout);
        failure.Message.Should().Be("modbus-tcp://gate:502 unit 1: no answer for input registers 0 to 1 within 1 s, "
            + "only one to another request");
    }

    [Theory]
    [InlineData("0001 0000 0007 02 04 04 43663333")] // another unit
    [InlineData("0001 0000 0007 01 03 04 43663333")] // another function
    [InlineData("0001 0000 0005 01 04 02 4366")] // fewer registers
    [InlineData("0001 0000 0009 01 04 04 43663333 0000")] // more than the answer
    public void An_answer_that_does_not_fit_is_none(string frame) =>
        Failure(Read(), Hex(frame)).Fault.Should().Be(BusFault.Timeout);

    [Fact]
    public void Silence_is_told_with_what_to_check() =>
        Failure(Read()).Message.Should().Be("modbus-tcp://gate:502 unit 1: no answer for input registers 0 to 1 "
            + "within 1 s; check the unit, and whether the gateway reaches it");

    [Theory]
    [InlineData("0104 0443 6633")] // RTU: another protocol
    [InlineData("0001 0000 0001")] // shorter than any frame
    [InlineData("0001 0000 00FF")] // longer than any frame
    public void What_is_not_Modbus_TCP_is_told_and_ends_the_connection(string bytes)
    {
        var failure = Failure(Read(), Hex(bytes));

        failure.Fault.Should().Be(BusFault.Protocol);
        failure.Message.Should().StartWith("modbus-tcp://gate:502 unit 1: what comes is not Modbus TCP (");
        Port.Disposed.Should().BeTrue();
        Exchange(Read(), First).Should().Equal(0x4366, 0x3333);
        Ports.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(1, "illegal function (exception 1)", BusFault.Protocol)]
    [InlineData(2, "illegal data address (exception 2)", BusFault.Protocol)]
    [InlineData(3, "illegal data value (exception 3)", BusFault.Protocol)]
    [InlineData(4, "server device failure (exception 4)", BusFault.Protocol)]
    [InlineData(6, "server device busy (exception 6)", BusFault.Protocol)]
    [InlineData(11, "gateway target device failed to respond (exception 11)", BusFault.NoAnswer)]
    public void An_exception_is_told_by_its_name(byte code, string name, BusFault fault)
    {
        var failure = Failure(Read(), Hex($"0001 0000 0003 01 84 {code:X2}"));

        failure.Fault.Should().Be(fault);
        failure.Message.Should().Be($"modbus-tcp://gate:502 unit 1: {name} for input registers 0 to 1");
    }

    [Fact]
    public void A_connection_that_the_other_end_closed_is_made_anew()
    {
        Exchange(Read(), First);
        Port.Unplug();
        Pump.Pass(TimeSpan.FromSeconds(1), Step);

        var read = Read();
        Pump.Until(() => Ports.Count == 2 && Port.Written.Count == 1, Step, "it is opened anew");
        Port.Deliver(First);
        Result(read).Should().Equal(0x4366, 0x3333);
    }

    [Fact]
    public void Any_bytes_end_in_an_answer_or_a_fault()
    {
        var random = new Random(4);
        for (var round = 0; round < 50; round++)
        {
            var read = Read();
            var sent = Ports.Count == 0 ? 0 : Port.Written.Count;
            var ports = Ports.Count;
            Pump.Until(() => Ports.Count > ports || (ports > 0 && Port.Written.Count > sent), Step, "it is sent");
            var noise = new byte[random.Next(1, 600)];
            random.NextBytes(noise);
            noise.AsSpan(Math.Min(2, noise.Length), Math.Clamp(noise.Length - 2, 0, 2)).Clear(); // as the protocol has it
            Port.Deliver(noise);
            Pump.Until(() => read.IsCompleted, TimeSpan.FromMilliseconds(50), "the request ends");
            read.Exception?.InnerException.Should().BeOfType<BusException>();
        }
    }

    [Theory]
    [InlineData("modbus-tcp://Gate", "modbus-tcp://gate:502")]
    [InlineData("modbus-tcp://gate/", "modbus-tcp://gate:502")]
    [InlineData("modbus-tcp://[fe80::1]", "modbus-tcp://[fe80::1]:502")]
    [InlineData("modbus-tcp://gate:1502", "modbus-tcp://gate:1502")]
    [InlineData("tcp://gate:502", "tcp://gate:502")]
    public void A_port_has_one_spelling(string given, string spelling) => PortPath.Of(given).Should().Be(spelling);

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
