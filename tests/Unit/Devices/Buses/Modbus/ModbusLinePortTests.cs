using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Modbus;

/// <summary>When a line's port is opened and closed, and what becomes of those who wait.</summary>
public sealed class ModbusLinePortTests : ModbusStage
{
    [Fact]
    public void A_port_that_cannot_be_opened_is_told_to_all_who_wait_and_tried_again_at_the_next_request()
    {
        OpenFault = new(BusFault.PortMissing, "no /dev/ttyUSB0");
        var first = Read();
        var second = Read(unit: 2);

        Failure(first).Fault.Should().Be(BusFault.PortMissing);
        Failure(second).Fault.Should().Be(BusFault.PortMissing);
        OpenFault = null;

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
        Pump.Pass(TimeSpan.FromSeconds(1), Step);

        var read = Read();
        Pump.Until(() => Ports.Count == 2, Step, "it is opened anew");
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
        Ports.Should().HaveCount(2);
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

        var disposed = Pump.Start(() => Line.DisposeAsync().AsTask());
        Pump.Until(() => disposed.IsCompleted && running.IsCompleted && waiting.IsCompleted, Step, "it ends");

        Port.Disposed.Should().BeTrue();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => Start(1, CancellationToken.None)).Should().ThrowAsync<ObjectDisposedException>();
    }
}
