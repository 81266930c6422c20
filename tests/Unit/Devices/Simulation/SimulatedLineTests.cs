using System.Text;
using Bridge.Devices.Simulation;
using Bridge.TestSupport;

namespace Bridge.Unit.Devices.Simulation;

public sealed class SimulatedLineTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Sends_a_telegram_at_once_and_the_next_one_after_the_interval()
    {
        await using var line = new SimulatedLine(
            now => Encoding.ASCII.GetBytes($"{now:ss}"), TimeSpan.FromSeconds(10), _time);
        (await Read(line, 16)).Should().Be("00");

        var next = Read(line, 16);
        _time.Advance(TimeSpan.FromSeconds(9));
        next.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await next).Should().Be("10");
    }

    [Fact]
    public async Task A_telegram_larger_than_the_buffer_comes_in_pieces()
    {
        await using var line = new SimulatedLine(_ => "abcde"u8.ToArray(), TimeSpan.FromSeconds(10), _time);
        (await Read(line, 2)).Should().Be("ab");
        (await Read(line, 2)).Should().Be("cd");
        (await Read(line, 2)).Should().Be("e");
    }

    [Fact]
    public async Task A_waiting_read_ends_when_the_line_is_disposed()
    {
        var line = new SimulatedLine(_ => [1], TimeSpan.FromSeconds(10), _time);
        await Read(line, 1);
        var waiting = Read(line, 1);
        await line.DisposeAsync();
        await waiting.Invoking(async task => await task).Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task<string> Read(SimulatedLine line, int length)
    {
        var buffer = new byte[length];
        return Encoding.ASCII.GetString(buffer, 0, await line.ReadAsync(buffer, CancellationToken.None));
    }
}
