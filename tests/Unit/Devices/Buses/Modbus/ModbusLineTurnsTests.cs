using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Modbus;

/// <summary>Whose request is next on a line.</summary>
public sealed class ModbusLineTurnsTests : ModbusStage
{
    [Fact]
    public void A_unit_with_many_requests_takes_turns_with_the_others_and_commands_go_first()
    {
        var (large, small, relay) = (Line.Link(1, Timeout), Line.Link(2, Timeout), Line.Link(3, Timeout));
        relay.Urgent = true;
        var first = Ask(large);
        Sent(1);
        List<Task> all = [first, .. new[] { large, large, small, relay, small }.Select(Ask)];

        for (var request = 1; request <= all.Count; request++)
        {
            Sent(request);
            Port.Deliver(Frame(Port.Written[request - 1][0], 0x04, 0x04, 0, 0, 0, 0));
        }

        Pump.Until(() => all.TrueForAll(static each => each.IsCompletedSuccessfully), Step, "all are answered");
        Port.Written.Select(static frame => frame[0]).Should().Equal(1, 3, 1, 2, 1, 2);
    }

    [Fact]
    public async Task More_than_its_share_of_the_queue_is_refused_to_a_unit_and_not_to_others()
    {
        var link = Line.Link(1, Timeout);
        var first = Ask(link);
        Sent(1);
        for (var waiting = 0; waiting < 16; waiting++)
        {
            _ = Ask(link);
        }

        var refused = await FluentActions.Awaiting(() => Ask(link)).Should().ThrowAsync<BusException>();
        refused.Which.Message.Should().Be("/dev/ttyUSB0 unit 1: 16 requests wait already");
        Ask(Line.Link(2, Timeout)).IsFaulted.Should().BeFalse();
        first.IsCompleted.Should().BeFalse();
    }

    private Task Ask(ModbusLink link) => Pump.Start(() =>
        link.ReadAsync(ModbusTable.InputRegisters, 0, 2, CancellationToken.None).AsTask());
}
