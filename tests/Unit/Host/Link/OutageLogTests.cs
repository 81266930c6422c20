using Bridge.Host.Link;
using Bridge.TestSupport;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

public sealed class OutageLogTests
{
    private const string Broker = "mqtt://localhost";

    private readonly ManualTime _time = new();
    private readonly RecordingLogger _logger = new();
    private readonly OutageLog _outage;

    public OutageLogTests() => _outage = new(_logger, _time);

    private int Warnings => _logger.AtLeast(LogLevel.Warning).Count();

    [Fact]
    public void Connections_that_break_at_once_again_and_again_are_one_outage()
    {
        for (var i = 0; i < 20; i++)
        {
            Connect(TimeSpan.FromSeconds(2));
            _outage.Lost(Broker, "the broker closed the connection");
        }

        Warnings.Should().Be(1);
        _logger.AtLeast(LogLevel.Information).Should().HaveCount(2, "one line of the connection, one of its loss");
    }

    [Fact]
    public void A_broker_that_dies_at_each_start_is_one_outage()
    {
        for (var i = 0; i < 20; i++)
        {
            Connect(TimeSpan.FromSeconds(2));
            _outage.Lost(Broker, "the broker closed the connection");
            _outage.Failed(Broker, "nobody listens", TimeSpan.FromSeconds(5));
        }

        Warnings.Should().Be(2, "it has two causes");
    }

    [Fact]
    public void An_outage_reminds_after_five_minutes_and_then_ever_later()
    {
        var told = new List<int>();
        for (var minute = 0; minute < 60; minute++)
        {
            var before = Warnings;
            _outage.Failed(Broker, "nobody listens", TimeSpan.FromSeconds(60));
            if (Warnings > before)
            {
                told.Add(minute);
            }

            _time.Advance(TimeSpan.FromMinutes(1));
        }

        told.Should().Equal(0, 5, 15, 35);
    }

    [Fact]
    public void Each_loss_of_a_connection_that_lasted_is_told()
    {
        for (var i = 0; i < 3; i++)
        {
            Connect(TimeSpan.FromMinutes(1));
            _outage.Lost(Broker, "the broker closed the connection");
        }

        Warnings.Should().Be(3);
    }

    [Fact]
    public void The_end_of_a_shaky_time_is_told()
    {
        Connect(TimeSpan.FromSeconds(1));
        _outage.Lost(Broker, "the broker closed the connection");
        _outage.IsShaky.Should().BeTrue();
        Connect(TimeSpan.FromSeconds(10));
        _logger.AtLeast(LogLevel.Information).Should().NotContain(static line => line.Contains("again after"));

        _outage.Over(Broker);

        _logger.AtLeast(LogLevel.Information).Should().ContainSingle(static line => line.Contains("again after 10 s"));
        _outage.IsShaky.Should().BeFalse();
    }

    private void Connect(TimeSpan lasts)
    {
        _outage.Connected(Broker, "5.0", "bridge-4f1a2b3c");
        _time.Advance(lasts);
    }
}
