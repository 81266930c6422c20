using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Model;
using Bridge.Devices.Simulation;

namespace Bridge.Unit.Devices.Buses.Modbus;

public sealed class ModbusInboxTests
{
    private static readonly ModbusRequest Request = ModbusRequest.Read(1, ModbusTable.InputRegisters, 0, 2);

    /// <summary>230.2 V, as the protocol document of the SDM630 answers it.</summary>
    private static readonly byte[] Good = Convert.FromHexString("010404436633335AFA");

    [Fact]
    public void Finds_the_answer_of_the_meters_document()
    {
        Find(Good).Should().Equal(Good);
        Request.Values(Good).Should().Equal(0x4366, 0x3333);
    }

    [Fact]
    public void Finds_nothing_before_the_last_byte_is_there()
    {
        for (var length = 0; length < Good.Length; length++)
        {
            Find(Good[..length]).Should().BeEmpty();
        }
    }

    [Fact]
    public void A_damaged_answer_is_none_whichever_bit_is_damaged()
    {
        for (var bit = 0; bit < Good.Length * 8; bit++)
        {
            var damaged = (byte[])Good.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Find(damaged).Should().BeEmpty("bit {0} is damaged", bit);
        }
    }

    [Theory]
    [InlineData(2, ModbusTable.InputRegisters, 2)]
    [InlineData(1, ModbusTable.HoldingRegisters, 2)]
    [InlineData(1, ModbusTable.InputRegisters, 3)]
    public void The_answer_to_another_request_is_none(byte unit, ModbusTable table, int count)
    {
        var other = Answer(ModbusRequest.Read(unit, table, 0, count));

        Find(other).Should().BeEmpty();
        Find([.. other, .. Good]).Should().Equal(Good);
    }

    [Fact]
    public void An_echo_of_the_request_is_skipped()
    {
        var inbox = new ModbusInbox(Request, skipsEcho: false);
        inbox.Add(Request.Frame.Span);
        inbox.FindAnswer().ToArray().Should().BeEmpty();
        inbox.HasEcho.Should().BeTrue();
        inbox.Add(Good);
        inbox.FindAnswer().ToArray().Should().Equal(Good);
    }

    [Fact]
    public void The_answer_that_is_the_request_again_is_taken_from_the_second_copy_on_a_line_that_echoes()
    {
        var write = ModbusRequest.Write(1, ModbusTable.HoldingRegisters, 7, [5]);
        var echoing = new ModbusInbox(write, skipsEcho: true);
        echoing.Add(write.Frame.Span);
        echoing.FindAnswer().ToArray().Should().BeEmpty();
        echoing.Add(write.Frame.Span);
        echoing.FindAnswer().ToArray().Should().Equal(write.Frame.ToArray());

        var plain = new ModbusInbox(write, skipsEcho: false);
        plain.Add(write.Frame.Span);
        plain.FindAnswer().ToArray().Should().Equal(write.Frame.ToArray());
    }

    [Fact]
    public void An_exception_is_an_answer()
    {
        // The example of chapter 7 of the standard: an illegal data address, here of function 4.
        byte[] exception = [0x01, 0x84, 0x02, 0, 0];
        ModbusCrc.Close(exception);

        Find(exception).Should().Equal(exception);
        ModbusRequest.ExceptionOf(exception).Should().Be(2);
        ModbusRequest.ExceptionOf(Good).Should().BeNull();
    }

    [Fact]
    public void The_answer_is_found_behind_any_noise_in_any_split()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var noise = new byte[random.Next(60)];
            random.NextBytes(noise);
            var inbox = new ModbusInbox(Request, skipsEcho: false);
            byte[] all = [.. noise, .. Good];
            foreach (var chunk in all.Chunk(random.Next(1, 20)))
            {
                inbox.Add(chunk);
            }

            inbox.FindAnswer().ToArray().Should().Equal(Good, "the noise is {0}", Convert.ToHexString(noise));
        }
    }

    [Fact]
    public void Garbage_is_never_an_answer_and_never_throws()
    {
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            var garbage = new byte[random.Next(400)];
            random.NextBytes(garbage);
            var inbox = new ModbusInbox(Request, skipsEcho: true);
            inbox.Add(garbage);

            inbox.FindAnswer().ToArray().Should().BeEmpty();
            inbox.HasDamagedAnswer();
            inbox.FindStranger();
        }
    }

    [Fact]
    public void Endless_noise_keeps_the_newest_bytes_only()
    {
        var inbox = new ModbusInbox(Request, skipsEcho: false);
        inbox.Add(new byte[10_000]);
        for (var round = 0; round < 300; round++)
        {
            inbox.Add([0x55, 0xAA, 0x01, 0x04]);
        }

        inbox.Add(Good);

        inbox.FindAnswer().ToArray().Should().Equal(Good);
        inbox.Received.Should().Be(10_000 + 1_200 + Good.Length);
    }

    private static byte[] Find(byte[] bytes)
    {
        var inbox = new ModbusInbox(Request, skipsEcho: false);
        inbox.Add(bytes);
        return inbox.FindAnswer().ToArray();
    }

    private static byte[] Answer(ModbusRequest request) => new SimulatedUnit()
        .With(ModbusTable.InputRegisters, 0, 1, 2, 3).With(ModbusTable.HoldingRegisters, 0, 1, 2, 3)
        .Answer(request.Frame.Span);
}
