using Bridge.Host.Link;
using Bridge.Mqtt.Client;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Link;

public sealed class ReconnectDelayTests
{
    private static readonly MqttClosed Lost = new(MqttCloseCause.ConnectionLost, null, "lost");
    private static readonly MqttClosed TakenOver =
        new(MqttCloseCause.BrokerDisconnect, MqttReasonCode.SessionTakenOver, "taken over");

    private readonly ManualTime _time = new();
    private readonly ReconnectDelay _delay;

    public ReconnectDelayTests() =>
        _delay = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(300), new Random(1), _time);

    [Fact]
    public void Doubles_with_jitter_and_never_exceeds_the_maximum()
    {
        var expected = 5.0;
        for (var i = 0; i < 200; i++)
        {
            var pause = _delay.AfterFailure().TotalSeconds;
            pause.Should().BeInRange(Math.Min(expected * 0.8, 240), Math.Min(expected * 1.2, 300));
            expected = Math.Min(expected * 2, 300);
        }
    }

    [Fact]
    public void Tries_quickly_once_when_a_healthy_connection_breaks()
    {
        _delay.Connected();
        _time.Advance(TimeSpan.FromSeconds(20));
        _delay.AfterLoss(Lost).Should().BeLessThan(TimeSpan.FromSeconds(1));
        _delay.AfterFailure().TotalSeconds.Should().BeInRange(4, 6);
    }

    [Fact]
    public void Starts_anew_only_after_a_minute_of_health()
    {
        for (var i = 0; i < 10; i++)
        {
            _delay.AfterFailure();
        }

        _delay.Connected();
        _time.Advance(TimeSpan.FromSeconds(59));
        _delay.AfterLoss(Lost);
        _delay.AfterFailure().TotalSeconds.Should().BeGreaterThan(200);
        _delay.Connected();
        _time.Advance(TimeSpan.FromSeconds(60));
        _delay.AfterLoss(Lost);
        _delay.AfterFailure().TotalSeconds.Should().BeLessThanOrEqualTo(6);
    }

    [Fact]
    public void Names_a_take_over_after_the_second_and_waits_long()
    {
        _delay.Connected();
        _delay.AfterLoss(TakenOver);
        _delay.TakenOver.Should().BeFalse();
        _delay.Connected();
        _delay.AfterLoss(TakenOver).TotalSeconds.Should().BeGreaterThan(45);
        _delay.TakenOver.Should().BeTrue();
    }

    [Fact]
    public void A_broker_that_sends_us_away_soon_was_brief_and_nobody_took_over()
    {
        for (var i = 0; i < 3; i++)
        {
            _delay.Connected();
            _time.Advance(TimeSpan.FromSeconds(1));
            _delay.AfterLoss(new(MqttCloseCause.BrokerDisconnect, MqttReasonCode.UseAnotherServer, "sent away"));
        }

        (_delay.WasBrief, _delay.TakenOver).Should().Be((true, false));
        _delay.Connected();
        _time.Advance(TimeSpan.FromMinutes(2));
        _delay.AfterLoss(Lost);
        _delay.WasBrief.Should().BeFalse();
    }

    [Fact]
    public void Recognises_a_take_over_without_a_reason_by_connections_that_break_at_once()
    {
        for (var i = 0; i < 2; i++)
        {
            _delay.Connected();
            _time.Advance(TimeSpan.FromSeconds(3));
            _delay.AfterLoss(Lost);
        }

        _delay.TakenOver.Should().BeTrue();
        _delay.Connected();
        _time.Advance(TimeSpan.FromMinutes(2));
        _delay.AfterLoss(Lost);
        _delay.TakenOver.Should().BeFalse();
    }

    [Fact]
    public void A_broker_that_could_not_be_reached_in_between_was_restarted_and_no_one_took_over()
    {
        for (var i = 0; i < 5; i++)
        {
            _delay.Connected();
            _time.Advance(TimeSpan.FromSeconds(3));
            _delay.AfterLoss(Lost);
            _delay.AfterFailure();
        }

        _delay.TakenOver.Should().BeFalse();
    }

    [Fact]
    public void One_take_over_a_day_is_not_again_and_again()
    {
        for (var day = 0; day < 5; day++)
        {
            _delay.Connected();
            _time.Advance(TimeSpan.FromDays(1));
            _delay.AfterLoss(TakenOver).Should().BeLessThan(TimeSpan.FromSeconds(1));
        }

        _delay.TakenOver.Should().BeFalse();
    }
}
