using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Model;
using Bridge.TestSupport;

namespace Bridge.Unit.Devices.Buses.I2c;

/// <summary>Whose transfer is next on a bus, and what all on it are told when its lines hang.</summary>
public sealed class I2cBusTurnsTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // a safety net, never waited for

    private readonly Bus _bus = new();
    private readonly I2cBusWorker _worker;
    private int _opened;

    public I2cBusTurnsTests() => _worker = new("/dev/i2c-1", Open, new ManualTime());

    [Fact]
    public async Task A_chip_with_many_transfers_takes_turns_with_the_others_and_commands_go_first()
    {
        var (large, small, relay) = (_worker.Link(0x50), _worker.Link(0x44), _worker.Link(0x20));
        relay.Urgent = true;
        _bus.Hold();
        var all = new List<Task> { Transfer(large) };
        await _bus.Entered.WaitAsync(Patience);
        all.AddRange([Transfer(large), Transfer(large), Transfer(small), Transfer(relay), Transfer(small)]);

        _bus.Release();
        await Task.WhenAll(all).WaitAsync(Patience);

        _bus.Served.Should().Equal(0x50, 0x20, 0x50, 0x44, 0x50, 0x44);
    }

    [Fact]
    public async Task When_no_address_in_use_finishes_a_transfer_the_bus_is_told_to_be_down()
    {
        var (first, second) = (_worker.Link(0x44), _worker.Link(0x76));
        await Transfer(first);
        _bus.Fault = BusFault.Timeout;

        (await Fails(first)).Fault.Should().Be(BusFault.Timeout, "nobody knows yet that it is the bus");
        var down = await Fails(second);
        var again = await Fails(first);

        down.Fault.Should().Be(BusFault.BusDown);
        down.Message.Should().StartWith("/dev/i2c-1: none of 0x44, 0x76 finishes a transfer");
        again.Message.Should().Be(down.Message, "it is one fault");
        _opened.Should().Be(2, "it is opened anew for the try after it");
        _bus.Fault = null;
        await Transfer(first);
    }

    [Fact]
    public async Task One_chip_that_answers_shows_that_the_lines_are_free()
    {
        var (dead, alive) = (_worker.Link(0x44), _worker.Link(0x76));
        _bus.Fault = BusFault.Timeout;
        await Fails(dead);
        await Fails(alive);
        _bus.Fault = null;
        await Transfer(alive);

        _bus.Fault = BusFault.Timeout;
        (await Fails(dead)).Fault.Should().Be(BusFault.Timeout);
    }

    [Fact]
    public async Task A_chip_that_is_alone_on_its_bus_keeps_its_own_reason()
    {
        var link = _worker.Link(0x44);
        _bus.Fault = BusFault.Timeout;
        await Fails(link);

        (await Fails(link)).Fault.Should().Be(BusFault.Timeout);
    }

    [Fact]
    public async Task Missing_acknowledges_are_the_chips_own_matter()
    {
        var (first, second) = (_worker.Link(0x44), _worker.Link(0x76));
        _bus.Fault = BusFault.NoAnswer;
        await Fails(first);

        (await Fails(second)).Fault.Should().Be(BusFault.NoAnswer);
        _opened.Should().Be(1);
    }

    [Fact]
    public async Task A_doubtful_handle_is_closed_and_opened_anew_and_a_lone_failure_stays_the_chips()
    {
        var (first, second) = (_worker.Link(0x44), _worker.Link(0x76));
        await Transfer(first);
        (_bus.Fault, _bus.IsDoubtful) = (BusFault.NoAnswer, true); // EIO, which some adapters say for a missing acknowledge

        (await Fails(second)).Fault.Should().Be(BusFault.NoAnswer);
        _bus.Closed.Should().Be(1);
        (_bus.Fault, _bus.IsDoubtful) = (null, false);
        await Transfer(second);
        _opened.Should().Be(2);

        (_bus.Fault, _bus.IsDoubtful) = (BusFault.NoAnswer, true);
        await Fails(first);
        (await Fails(second)).Fault.Should().Be(BusFault.BusDown, "it persists, and for all");
    }

    public async ValueTask DisposeAsync()
    {
        _bus.Release();
        await _worker.DisposeAsync();
    }

    private static Task Transfer(I2cLink link) =>
        link.TransferAsync(new byte[] { 0 }, new byte[1], CancellationToken.None).AsTask();

    private static async Task<BusException> Fails(I2cLink link) =>
        (await FluentActions.Awaiting(() => Transfer(link).WaitAsync(Patience)).Should().ThrowAsync<BusException>()).Which;

    private Bus Open()
    {
        _opened++;
        return _bus;
    }

    private sealed class Bus : II2cBus
    {
        private readonly ManualResetEventSlim _gate = new(initialState: true);
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<int> Served { get; } = [];

        public Task Entered => _entered.Task;

        public BusFault? Fault { get; set; }

        public bool IsDoubtful { get; set; }

        public int Closed { get; private set; }

        public void Hold() => _gate.Reset();

        public void Release() => _gate.Set();

        public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read)
        {
            _entered.TrySetResult();
            _gate.Wait();
            Served.Add(address);
            if (Fault is { } fault)
            {
                throw new BusException(fault, $"/dev/i2c-1 0x{address:x2}: {fault}");
            }
        }

        public void Dispose() => Closed++;
    }
}
