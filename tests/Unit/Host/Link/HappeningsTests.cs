using Bridge.Devices.Model;
using Bridge.Host.Link;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.Unit.Host.Runtime;

namespace Bridge.Unit.Host.Link;

public sealed class HappeningsTests
{
    private static readonly DeviceEvent Press = new("bell", "press_end");

    private readonly ManualTime _time = new();
    private readonly Device _device;
    private readonly Outbox _outbox;
    private readonly Happenings _happenings;

    public HappeningsTests()
    {
        _device = new(TestDevices.Stream(TestDevices.Temperature), new MemoryStateStore(), new RecordingObserver(), _time);
        _outbox = new(_time);
        _happenings = new(_outbox, _time);
    }

    [Fact]
    public async Task Wakes_who_tells_and_hands_out_in_order()
    {
        _happenings.Open();
        var wait = _outbox.WaitAsync(CancellationToken.None);
        _happenings.Note(_device, Press);
        _happenings.Note(_device, Press with { Type = "press_start" });

        await wait.WaitAsync(TimeSpan.FromSeconds(10));
        _happenings.Take()!.Value.Happened.Type.Should().Be("press_end");
        _happenings.Take()!.Value.Happened.Type.Should().Be("press_start");
        _happenings.Take().Should().BeNull();
        _happenings.DroppedOf(_device).Should().Be(0);
    }

    [Fact]
    public void Nothing_waits_without_a_connection()
    {
        _happenings.Note(_device, Press);
        _happenings.Open().Should().Be(1);
        _happenings.Take().Should().BeNull();
        _happenings.Note(_device, Press);
        _happenings.Close();
        _happenings.Open().Should().Be(1, "each is told of once");
        _happenings.Take().Should().BeNull();
        _happenings.DroppedOf(_device).Should().Be(2);
    }

    [Fact]
    public void What_waited_too_long_is_no_news()
    {
        _happenings.Open();
        _happenings.Note(_device, Press);
        _time.Advance(Happenings.News);
        _happenings.Note(_device, Press with { Type = "press_start" });
        _time.Advance(TimeSpan.FromMilliseconds(1));

        _happenings.Take()!.Value.Happened.Type.Should().Be("press_start");
        _happenings.DroppedOf(_device).Should().Be(1);
    }

    [Fact]
    public void Of_more_than_a_hundred_the_oldest_go()
    {
        _happenings.Open();
        for (var number = 0; number < 105; number++)
        {
            _happenings.Note(_device, new("bell", $"type_{number}"));
        }

        _happenings.Take()!.Value.Happened.Type.Should().Be("type_5");
        _happenings.DroppedOf(_device).Should().Be(5);
    }
}
