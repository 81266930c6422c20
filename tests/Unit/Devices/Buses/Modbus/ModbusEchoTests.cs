using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Modbus;

/// <summary>
/// A write as the first request on a line: its echo looks like its answer, so a question that has another answer goes
/// before it.
/// </summary>
public sealed class ModbusEchoTests : ModbusStage
{
    private static readonly byte[] Question = Frame(0x01, 0x01, 0x00, 0x07, 0x00, 0x01); // coil 7
    private static readonly byte[] IsOff = Frame(0x01, 0x01, 0x01, 0x00);
    private static readonly byte[] SwitchOn = Frame(0x01, 0x05, 0x00, 0x07, 0xFF, 0x00);

    [Fact]
    public void On_an_adapter_that_hears_itself_only_the_second_frame_is_the_answer()
    {
        var write = Write();
        Sent(1);
        Port.Written[0].Should().Equal(Question);
        Port.Deliver([.. Question, .. IsOff]);
        Sent(2);
        Port.Written[1].Should().Equal(SwitchOn);

        Port.Deliver(SwitchOn);
        Pump.Pass(TimeSpan.FromMilliseconds(100), Step);
        write.IsCompleted.Should().BeFalse("only the echo came");
        Port.Deliver(SwitchOn);

        Pump.Until(() => write.IsCompletedSuccessfully, Step, "the write is confirmed");
    }

    [Fact]
    public void A_unit_that_is_dead_is_not_taken_for_alive_by_the_echo()
    {
        var write = Write();
        Sent(1);
        Port.Deliver(Question);
        Sent(2);
        Port.Deliver(SwitchOn);

        Pump.Until(() => write.IsCompleted, Step, "it gives up");
        write.Exception!.InnerException.Should().BeOfType<BusException>().Which.Fault.Should().Be(BusFault.Timeout);
    }

    [Fact]
    public void On_another_adapter_the_first_frame_is_the_answer_and_it_is_asked_once_only()
    {
        var write = Write();
        Sent(1);
        Port.Deliver(Frame(0x01, 0x81, 0x02)); // no such coil can be read: an answer too
        Sent(2);
        Port.Deliver(SwitchOn);
        Pump.Until(() => write.IsCompletedSuccessfully, Step, "the write is confirmed");

        var again = Write();
        Sent(3);
        Port.Deliver(SwitchOn);
        Pump.Until(() => again.IsCompletedSuccessfully, Step, "the write is confirmed");
    }

    [Fact]
    public void A_unit_that_can_only_be_written_answers_after_the_time_out_of_the_question()
    {
        var write = Write();
        Sent(2);
        Port.Deliver(SwitchOn);
        Pump.Until(() => write.IsCompletedSuccessfully, Step, "the write is confirmed");
    }

    [Fact]
    public void After_a_reading_nothing_is_asked()
    {
        Exchange(Read(), Good);

        var write = Write();
        Sent(2);
        Port.Written[1].Should().Equal(SwitchOn);
        Port.Deliver(SwitchOn);
        Pump.Until(() => write.IsCompletedSuccessfully, Step, "the write is confirmed");
    }

    private Task Write() => Pump.Start(() => Line.Link(1, Timeout)
        .WriteAsync(ModbusTable.Coils, 7, new ushort[] { 1 }, asMany: false, CancellationToken.None).AsTask());
}
