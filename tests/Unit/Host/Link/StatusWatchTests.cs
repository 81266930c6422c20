using System.Text;
using Bridge.Host.Link;
using Bridge.Mqtt.Client;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Link;

public sealed class StatusWatchTests
{
    private readonly ManualTime _time = new();
    private readonly BridgeFacts _facts;
    private readonly StatusWatch _watch;

    public StatusWatchTests()
    {
        _facts = new("0.1.0", _time) { Instance = "4f1a2b3c" };
        _watch = new(_facts, TimeSpan.FromSeconds(60), _time);
    }

    [Fact]
    public void A_live_plain_offline_is_a_contradiction_and_a_retained_one_is_not()
    {
        _watch.Hear(Message("offline", retained: true)).Should().Be(StatusVerdict.Nothing);
        _watch.Hear(Message("offline", retained: false)).Should().Be(StatusVerdict.Contradiction);
    }

    [Fact]
    public void Our_own_heartbeat_means_nothing()
    {
        var own = Encoding.UTF8.GetString(Heartbeat.Write(_facts, [], _time.GetUtcNow()));

        _watch.Hear(Message(own, retained: false)).Should().Be(StatusVerdict.Nothing);
        _watch.Hear(Message(own, retained: true)).Should().Be(StatusVerdict.Nothing);
    }

    [Fact]
    public void A_retained_heartbeat_of_our_own_earlier_run_means_nothing() =>
        _watch.Hear(Beat("4f1a2b3c", "00000001", retained: true)).Should().Be(StatusVerdict.Nothing);

    [Fact]
    public void A_live_heartbeat_of_another_run_of_our_instance_is_a_second_bridge() =>
        _watch.Hear(Beat("4f1a2b3c", "00000001", retained: false)).Should().Be(StatusVerdict.SecondBridge);

    [Fact]
    public void A_second_bridge_holds_the_prefix_for_three_intervals_after_its_last_word()
    {
        _watch.Hear(Beat("deadbeef", "00000001", retained: true)).Should().Be(StatusVerdict.SecondBridge);
        _watch.Other!.Instance.Should().Be("deadbeef");
        _time.Advance(TimeSpan.FromSeconds(170));
        _watch.Hear(Beat("deadbeef", "00000001", retained: false));
        _watch.Wait.Should().Be(TimeSpan.FromSeconds(180));
        _time.Advance(TimeSpan.FromSeconds(180));
        _watch.Wait.Should().BeNull();
    }

    [Fact]
    public void Its_offline_frees_the_prefix_at_once()
    {
        _watch.Hear(Beat("deadbeef", "00000001", retained: false));
        _watch.Hear(Message("offline", retained: false));
        _watch.Wait.Should().BeNull();
    }

    [Fact]
    public void An_old_retained_heartbeat_of_another_instance_is_a_dead_ones()
    {
        var message = Beat("deadbeef", "00000001", retained: true);
        _time.Advance(TimeSpan.FromSeconds(180));
        _watch.Hear(message).Should().Be(StatusVerdict.Nothing);
    }

    [Theory]
    [InlineData("")]
    [InlineData("online")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"status":"online","instance":7,"run":"x","timestamp":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"status":"online","instance":"deadbeef","run":"x","timestamp":"yesterday"}""")]
    public void What_is_no_heartbeat_means_nothing(string payload) =>
        _watch.Hear(Message(payload, retained: false)).Should().Be(StatusVerdict.Nothing);

    private MqttMessage Beat(string instance, string run, bool retained) => Message(
        $$"""{"status":"online","instance":"{{instance}}","run":"{{run}}","timestamp":"{{_time.GetUtcNow():O}}"}""", retained);

    private static MqttMessage Message(string payload, bool retained) =>
        new("bridge/status", Encoding.UTF8.GetBytes(payload), MqttQos.AtLeastOnce, retained);
}
