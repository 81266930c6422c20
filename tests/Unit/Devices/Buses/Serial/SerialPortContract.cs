using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Serial;

/// <summary>What every <see cref="ISerialPort"/> does. The other end of the line is the test's.</summary>
public abstract class SerialPortContract
{
    /// <summary>Only a safety net: everything here ends by events.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Reads_the_bytes_that_arrive_unchanged()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];
        await using var port = await Open();
        Send(all);
        (await ReadAll(port, 256)).Should().Equal(all);
    }

    [Fact]
    public async Task Splits_what_is_larger_than_the_buffer()
    {
        await using var port = await Open();
        Send([1, 2, 3]);
        var buffer = new byte[1];
        for (byte expected = 1; expected <= 3; expected++)
        {
            (await Read(port, buffer)).Should().Be(1);
            buffer[0].Should().Be(expected);
        }
    }

    [Fact]
    public async Task Writes_all_bytes_unchanged()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];
        await using var port = await Open();
        await port.WriteAsync(all, CancellationToken.None);
        Receive(256).Should().Equal(all);
    }

    [Fact]
    public async Task A_waiting_read_ends_when_the_port_is_disposed()
    {
        var port = await Open();
        var read = Read(port, new byte[1]);
        await port.DisposeAsync();
        await read.Invoking(async task => await task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_cancelled_read_loses_nothing()
    {
        await using var port = await Open();
        using var cancellation = new CancellationTokenSource();
        var read = port.ReadAsync(new byte[1], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await read.Invoking(async task => await task).Should().ThrowAsync<OperationCanceledException>();
        Send([7]);
        (await ReadAll(port, 1)).Should().Equal(7);
    }

    [Fact]
    public async Task What_arrived_before_a_hang_up_is_read_and_then_the_port_is_missing()
    {
        await using var port = await Open();
        Send([1, 2]);
        (await ReadAll(port, 2)).Should().Equal(1, 2);
        HangUp();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await port.Invoking(p => Read(p, new byte[1])).Should().ThrowAsync<BusException>()
                .Where(e => e.Fault == BusFault.PortMissing);
        }
    }

    [Fact]
    public async Task May_be_disposed_twice()
    {
        var port = await Open();
        await port.DisposeAsync();
        await port.DisposeAsync();
    }

    protected static async Task<int> Read(ISerialPort port, Memory<byte> buffer) =>
        await port.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(Patience);

    protected static async Task<byte[]> ReadAll(ISerialPort port, int count)
    {
        var buffer = new byte[count];
        for (var done = 0; done < count;)
        {
            done += await Read(port, buffer.AsMemory(done));
        }

        return buffer;
    }

    protected abstract Task<ISerialPort> Open();

    protected abstract void Send(byte[] bytes);

    protected abstract byte[] Receive(int count);

    protected abstract void HangUp();
}
