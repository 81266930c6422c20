using Bridge.Devices.Buses;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Buses.Serial;

public sealed class TermiosPortTests : SerialPortContract, IDisposable
{
    private static readonly LineSettings Usual = new(115200);

    private readonly Pty _pty = new();

    [Theory]
    [InlineData(50)]
    [InlineData(10400)]
    [InlineData(250000)]
    [InlineData(4000000)]
    public async Task Takes_any_speed(int baud)
    {
        var line = new LineSettings(baud, 7, Parity.Even, 2);
        await using var port = TermiosPort.Open(_pty.Path, line, TimeProvider.System);
        _pty.Send([1]);
        (await ReadAll(port, 1)).Should().Equal(1);
    }

    [Fact]
    public async Task Does_not_echo_and_does_not_translate_line_ends()
    {
        await using var port = await Open();
        _pty.Send("/KFM5\r\n\x03\x11\x13"u8);
        (await ReadAll(port, 10)).Should().Equal("/KFM5\r\n\x03\x11\x13"u8.ToArray());
        await port.WriteAsync("!"u8.ToArray(), CancellationToken.None);
        Receive(1).Should().Equal((byte)'!');
    }

    [Fact]
    public async Task Is_held_by_one_at_a_time()
    {
        await using (await Open())
        {
            var second = () => TermiosPort.Open(_pty.Path, Usual, TimeProvider.System);
            second.Should().Throw<BusException>().Where(e => e.Fault == BusFault.Busy)
                .WithMessage("*already open by another process*");
        }

        await using var after = await Open();
    }

    [Fact]
    public async Task A_write_after_a_hang_up_says_that_the_port_is_missing()
    {
        await using var port = await Open();
        HangUp();
        await port.Invoking(p => p.WriteAsync(new byte[] { 1 }, CancellationToken.None).AsTask())
            .Should().ThrowAsync<BusException>().Where(e => e.Fault == BusFault.PortMissing);
    }

    [Fact]
    public async Task A_reader_that_stands_still_does_not_keep_the_port_from_closing()
    {
        var port = await Open();
        for (var i = 0; i < 16; i++)
        {
            _pty.Send(new byte[4096]); // 64 KiB are as much as the pipe holds: the thread waits for the reader
        }

        _pty.Send([0]); // no more than the kernel keeps for a reader that stands still, or this would wait for ever

        await port.DisposeAsync();
        await using var again = await Open();
    }

    [Fact]
    public async Task A_closed_port_is_not_exclusive_for_those_who_keep_the_line_open()
    {
        using var held = _pty.Hold();
        await using (await Open())
        {
            Pty.IsExclusive(held).Should().BeTrue();
        }

        Pty.IsExclusive(held).Should().BeFalse();
    }

    [Fact]
    public async Task A_link_to_the_port_is_as_good_as_its_path()
    {
        var link = Path.Combine(Path.GetTempPath(), $"bridge-by-id-{Environment.ProcessId}");
        File.CreateSymbolicLink(link, _pty.Path);
        try
        {
            await using var port = TermiosPort.Open(link, Usual, TimeProvider.System);
            _pty.Send([1]);
            (await ReadAll(port, 1)).Should().Equal(1);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public async Task A_thousand_openings_leave_no_file_and_no_thread()
    {
        var (files, threads) = (Count("fd"), Count("task"));
        for (var round = 0; round < 1000; round++)
        {
            await (await Open()).DisposeAsync();
        }

        // Other tests run at the same time and have files and threads of their own.
        Count("fd").Should().BeLessThan(files + 300);
        Count("task").Should().BeLessThan(threads + 300);

        static int Count(string what) => Directory.GetFileSystemEntries($"/proc/self/{what}").Length;
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_missing()
    {
        var open = async () => await new LinuxWires(TimeProvider.System)
            .OpenSerialAsync("/dev/ttyBridgeTest", Usual, CancellationToken.None);
        (await open.Should().ThrowAsync<BusException>().WithMessage("no /dev/ttyBridgeTest: *plugged in*"))
            .Which.Fault.Should().Be(BusFault.PortMissing);
    }

    [Fact]
    public void A_file_that_is_no_line_is_refused()
    {
        var open = () => TermiosPort.Open("/dev/null", Usual, TimeProvider.System);
        open.Should().Throw<BusException>().Where(e => e.Fault == BusFault.Protocol).WithMessage("*no serial line*");
    }

    public void Dispose() => _pty.Dispose();

    protected override Task<ISerialPort> Open() =>
        Task.FromResult<ISerialPort>(TermiosPort.Open(_pty.Path, Usual, TimeProvider.System));

    protected override void Send(byte[] bytes) => _pty.Send(bytes);

    protected override byte[] Receive(int count)
    {
        var all = new List<byte>();
        while (all.Count < count && _pty.Receive(Patience) is { Length: > 0 } some)
        {
            all.AddRange(some);
        }

        return [.. all];
    }

    protected override void HangUp() => _pty.Dispose();
}
