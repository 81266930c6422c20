using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Model;
using Bridge.TestSupport;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Buses.I2c;

public sealed class I2cBusWorkerTests : IAsyncDisposable
{
    private const byte Address = 0x76;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // a safety net, never waited for

    private readonly ManualTime _time = new();
    private readonly GatedBus _gated = new();
    private readonly List<I2cBusWorker> _workers = [];

    [Fact]
    public async Task A_link_transfers_and_knows_its_place()
    {
        var bus = new ScriptedBus(Address).Writes("D0").Reads("60");
        var link = Worker(() => bus).Link(Address);
        (await Read(link, 0xD0)).Should().Be(0x60);
        link.Address.Should().Be(Address);
        link.Place.Should().Be("/dev/i2c-1 0x76");
    }

    [Fact]
    public async Task A_chip_that_needs_more_than_its_adapter_can_do_is_told_so_and_others_are_not()
    {
        var worker = Worker(() => new RegistersOnly());

        var failing = async () => await Read(worker.Link(0x44, I2cNeeds.RawReads | I2cNeeds.LongTransfers), 0xD0);

        (await failing.Should().ThrowAsync<BusException>()).Which.Should().Match<BusException>(static fault =>
            fault.Fault == BusFault.Protocol
            && fault.Message == "/dev/i2c-1 0x44: the adapter knows only SMBus and lacks reads without a register, "
                + "transfers of more than 32 bytes: use another adapter for this chip");
        (await Read(worker.Link(Address), 0xD0)).Should().Be(0x60);
    }

    [Fact]
    public async Task Transfers_of_many_callers_are_done_one_after_another()
    {
        var worker = Worker(() => _gated);
        _gated.Open();
        var reads = Enumerable.Range(0, 50).Select(i => Task.Run(() => Read(worker.Link((byte)i), (byte)i)));
        await Task.WhenAll(reads).WaitAsync(Patience);
        _gated.Transfers.Should().Be(50);
        _gated.MostAtOnce.Should().Be(1);
    }

    [Fact]
    public async Task A_hanging_transfer_times_out_and_fails_all_who_wait_behind_it()
    {
        var link = Worker(() => _gated).Link(Address);
        var hanging = Read(link, 1);
        await _gated.Entered.WaitAsync(Patience);
        _time.Advance(TimeSpan.FromSeconds(1));
        var waiting = Read(link, 2);

        _time.Advance(I2cBusWorker.TransferTimeout - TimeSpan.FromSeconds(1));

        await ShouldFail(hanging, BusFault.Timeout);
        await ShouldFail(waiting, BusFault.BusDown);
        await ShouldFail(Read(link, 3), BusFault.BusDown);
        _gated.Transfers.Should().Be(1);
    }

    [Fact]
    public async Task After_the_hanging_transfer_returned_the_bus_works_again()
    {
        var link = Worker(() => _gated).Link(Address);
        var hanging = Read(link, 1);
        await _gated.Entered.WaitAsync(Patience);
        _time.Advance(I2cBusWorker.TransferTimeout);
        await ShouldFail(hanging, BusFault.Timeout);

        _gated.Open();
        await Until(async () => await Read(link, 2) == 2);
    }

    [Fact]
    public async Task A_late_transfer_leaves_the_callers_buffer_alone()
    {
        var worker = Worker(() => _gated);
        var link = worker.Link(Address);
        var buffer = new byte[] { 0xEE };
        var hanging = link.TransferAsync(new byte[] { 1 }, buffer, CancellationToken.None).AsTask();
        await _gated.Entered.WaitAsync(Patience);
        _time.Advance(I2cBusWorker.TransferTimeout);
        await ShouldFail(hanging, BusFault.Timeout);
        _gated.Open();
        await Until(async () => await Read(link, 2) == 2);
        buffer.Should().Equal(0xEE);
    }

    [Fact]
    public async Task A_stuck_bus_leaves_other_buses_alone()
    {
        var stuck = Read(Worker(() => _gated).Link(Address), 1);
        await _gated.Entered.WaitAsync(Patience);
        var bus = new ScriptedBus(Address).Writes("D0").Reads("60");
        (await Read(Worker(() => bus).Link(Address), 0xD0)).Should().Be(0x60);
        stuck.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_missing_port_is_closed_and_opened_anew_at_the_next_transfer()
    {
        var first = new ScriptedBus(Address).Fails(BusFault.PortMissing);
        var second = new ScriptedBus(Address).Writes("D0").Reads("60");
        var buses = new Queue<ScriptedBus>([first, second]);
        var link = Worker(buses.Dequeue).Link(Address);
        await ShouldFail(Read(link, 0xD0), BusFault.PortMissing);
        first.Disposed.Should().BeTrue("the kernel does not show a replugged adapter while its dead node is open");
        (await Read(link, 0xD0)).Should().Be(0x60);
    }

    [Fact]
    public async Task A_bus_that_cannot_be_opened_is_tried_again_each_time()
    {
        var bus = new ScriptedBus(Address).Writes("D0").Reads("60");
        var tries = 0;
        var missing = new BusException(BusFault.PortMissing, "not yet");
        var link = Worker(() => ++tries < 3 ? throw missing : bus).Link(Address);
        await ShouldFail(Read(link, 0xD0), BusFault.PortMissing);
        await ShouldFail(Read(link, 0xD0), BusFault.PortMissing);
        (await Read(link, 0xD0)).Should().Be(0x60);
    }

    [Fact]
    public async Task A_chip_that_does_not_answer_leaves_the_bus_open()
    {
        var bus = new ScriptedBus(Address).Nak().Writes("D0").Reads("60");
        var link = Worker(() => bus).Link(Address);
        await ShouldFail(Read(link, 0xD0), BusFault.NoAnswer);
        (await Read(link, 0xD0)).Should().Be(0x60);
        bus.Disposed.Should().BeFalse();
    }

    [Fact]
    public async Task A_bug_reaches_its_caller_and_does_not_end_the_worker()
    {
        var bus = new ScriptedBus(Address).Writes("AA").Writes("D0").Reads("60");
        var link = Worker(() => bus).Link(Address);
        await link.Invoking(l => Read(l, 0x01)).Should().ThrowAsync<ScriptException>();
        (await Read(link, 0xD0)).Should().Be(0x60);
    }

    [Fact]
    public async Task The_queue_has_an_end()
    {
        var link = Worker(() => _gated).Link(Address);
        var all = new List<Task> { Read(link, 0) };
        await _gated.Entered.WaitAsync(Patience);
        all.AddRange(Enumerable.Range(0, I2cBusWorker.QueueLength).Select(_ => Read(link, 1)));
        await ShouldFail(Read(link, 2), BusFault.BusDown);
        _gated.Open();
        await Task.WhenAll(all).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_transfer_cancelled_while_it_waits_is_never_done()
    {
        var link = Worker(() => _gated).Link(Address);
        var running = Read(link, 1);
        await _gated.Entered.WaitAsync(Patience);
        using var cancellation = new CancellationTokenSource();
        var waiting = link.TransferAsync(new byte[] { 2 }, new byte[1], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await waiting.Invoking(async task => await task).Should().ThrowAsync<OperationCanceledException>();

        _gated.Open();
        await running.WaitAsync(Patience);
        (await Read(link, 3)).Should().Be(3);
        _gated.Transfers.Should().Be(2);
    }

    [Fact]
    public async Task Disposing_closes_the_bus()
    {
        var bus = new ScriptedBus(Address).Writes("D0").Reads("60");
        var worker = Worker(() => bus);
        await Read(worker.Link(Address), 0xD0);
        await worker.DisposeAsync();
        bus.Disposed.Should().BeTrue();
        await worker.Invoking(w => Read(w.Link(Address), 0xD0)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Disposing_gives_up_on_a_transfer_that_hangs()
    {
        var worker = Worker(() => _gated);
        var hanging = Read(worker.Link(Address), 1);
        await _gated.Entered.WaitAsync(Patience);
        var disposing = worker.DisposeAsync().AsTask();
        _time.Advance(I2cBusWorker.TransferTimeout);
        await disposing.WaitAsync(Patience);
        await ShouldFail(hanging, BusFault.Timeout);
    }

    public async ValueTask DisposeAsync()
    {
        _gated.Open();
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    private static async Task<byte> Read(I2cLink link, byte register)
    {
        var answer = new byte[1];
        await link.TransferAsync(new[] { register }, answer, CancellationToken.None).AsTask().WaitAsync(Patience);
        return answer[0];
    }

    private static async Task ShouldFail(Task task, BusFault fault) =>
        (await task.Invoking(async t => await t).Should().ThrowAsync<BusException>()).Which.Fault.Should().Be(fault);

    /// <summary>The thread comes back in its own time; until then the bus says that it is down.</summary>
    private static async Task Until(Func<Task<bool>> done)
    {
        for (var start = Environment.TickCount64; Environment.TickCount64 - start < Patience.TotalMilliseconds;)
        {
            try
            {
                (await done()).Should().BeTrue();
                return;
            }
            catch (BusException down) when (down.Fault == BusFault.BusDown)
            {
                await Task.Yield();
            }
        }

        throw new TimeoutException("The bus did not come back.");
    }

    private I2cBusWorker Worker(Func<II2cBus> open)
    {
        var worker = new I2cBusWorker("/dev/i2c-1", open, _time);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Every transfer hangs until the gate is opened; then it answers the register's number.</summary>
    private sealed class GatedBus : II2cBus
    {
        private readonly ManualResetEventSlim _gate = new();
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _inside;
        private int _transfers;

        public Task Entered => _entered.Task;

        public int Transfers => Volatile.Read(ref _transfers);

        public int MostAtOnce { get; private set; }

        public void Open() => _gate.Set();

        public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _inside));
            Interlocked.Increment(ref _transfers);
            _entered.TrySetResult();
            _gate.Wait();
            read.Fill(write[0]);
            Interlocked.Decrement(ref _inside);
        }

        public void Dispose() => _gate.Set();
    }

    private sealed class RegistersOnly : II2cBus
    {
        public I2cNeeds Abilities => I2cNeeds.None;

        public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read) => read.Fill(0x60);

        public void Dispose()
        {
        }
    }
}
