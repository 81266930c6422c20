using System.Text;
using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class BadBytesTests : IAsyncLifetime
{
    private const long MegaByte = 1024 * 1024;
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Noise_and_damaged_telegrams_are_told_ever_more_rarely_and_hold_up_no_good_one()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        var noise = new byte[3000];
        new Random(1).NextBytes(noise);

        for (var round = 1; round <= 3; round++)
        {
            _scene.Line.Send(noise);
            _scene.Line.Send(WithWrongCrc());
            _scene.Line.Send(Scene.Telegram().AsSpan(0, 150));
            _scene.SendTelegram(power: $"0{round}.500");
            await listener.StateAsync("meter", "power_import", $"{round}500");
        }

        await listener.FirstAsync("bridge/meter/availability", "online");
        await listener.FirstAsync("bridge/meter/error", static heard => heard["error_type"] == "checksum");
        await listener.SyncAsync();
        var told = listener.From(0)
            .Where(static heard => heard.Topic == "bridge/meter/error" && heard["error_type"] != "recovered")
            .Select(static heard => (Kind: heard["error_type"], Number: heard.Json.GetProperty("details").GetProperty("failure").GetInt64()))
            .ToArray();
        told.Should().OnlyHaveUniqueItems("three rounds are one episode of each fault");
        told.Should().OnlyContain(static each => (each.Number & (each.Number - 1)) == 0, "it is told ever more rarely");
    }

    [Fact]
    public async Task A_mebibyte_without_a_line_end_takes_no_memory()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram(power: "01.000");
        await listener.StateAsync("meter", "power_import", "1000");
        var before = bridge.Memory;

        await Task.Run(() => _scene.Line.Send(Encoding.ASCII.GetBytes("/" + new string('U', (int)MegaByte))));
        _scene.SendTelegram(power: "02.000");
        await listener.StateAsync("meter", "power_import", "2000");

        (bridge.Memory - before).Should().BeLessThan(16 * MegaByte);
        await listener.FirstAsync("bridge/meter/error", static heard => heard["error_type"] == "protocol");
        await listener.SyncAsync();
        listener.From(0)
            .Where(static heard => heard.Topic == "bridge/meter/error" && heard["error_type"] != "recovered")
            .Should().ContainSingle();
    }

    private static byte[] WithWrongCrc()
    {
        var telegram = Scene.Telegram();
        telegram[40] ^= 1;
        return telegram;
    }
}
