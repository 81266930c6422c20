using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Unit.Mqtt.Transport;

public sealed class PacketReceiverTests
{
    private const int Limit = 1024 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Packets_are_found_whatever_the_pieces(int piece)
    {
        byte[] bytes = [0xD0, 0x00, 0x30, 0x83, 0x27, .. new byte[0x83 - 0x80 + (0x27 << 7)], 0xC0, 0x00];
        await using var transport = new Pieces(bytes, piece);
        using var receiver = new PacketReceiver(transport, Limit, TimeProvider.System);

        var lengths = new List<int>();
        while (await receiver.ReceiveAsync(CancellationToken.None) is { } packet)
        {
            packet.Body.Length.Should().Be(packet.Header.Length);
            lengths.Add(packet.Body.Length);
        }

        lengths.Should().Equal(0, 4995, 0);
    }

    [Fact]
    public async Task A_length_that_is_only_claimed_costs_nothing()
    {
        await using var transport = new Pieces([0x30, 0xFB, 0xFF, 0x3F, 0x00], 5); // 1,048,571 bytes, of which one comes
        using var receiver = new PacketReceiver(transport, Limit, TimeProvider.System);
        var before = GC.GetAllocatedBytesForCurrentThread();

        (await receiver.ReceiveAsync(CancellationToken.None)).Should().BeNull();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(Limit / 2);
    }

    [Theory]
    [InlineData("30FFFF3F")]
    [InlineData("30FFFFFF7F")]
    public async Task More_than_the_limit_is_refused_by_its_header(string hex)
    {
        await using var transport = new Pieces(Convert.FromHexString(hex), 5);
        using var receiver = new PacketReceiver(transport, 1000, TimeProvider.System);

        var receive = async () => await receiver.ReceiveAsync(CancellationToken.None);

        (await receive.Should().ThrowAsync<MqttProtocolException>()).Which.Reason.Should().Be(0x95);
    }

    /// <summary>A peer that sends bytes in pieces, and then closes.</summary>
    private sealed class Pieces(byte[] bytes, int size) : IMqttTransport
    {
        private int _at;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = Math.Min(Math.Min(size, buffer.Length), bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer.Span);
            _at += count;
            return ValueTask.FromResult(count);
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public void FinishWriting()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
