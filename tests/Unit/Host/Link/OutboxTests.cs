using System.Text;
using Bridge.Host.Link;
using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;

namespace Bridge.Unit.Host.Link;

public sealed class OutboxTests : IDisposable
{
    private readonly LinkStage _stage = new();

    public void Dispose() => _stage.Dispose();

    private Outbox Outbox => _stage.Outbox;

    private Device Device => _stage.Device;

    [Fact]
    public void Gathers_what_changed_of_a_device()
    {
        Outbox.Mark(Device, Changes.State);
        Outbox.Mark(Device, Changes.Availability);

        Outbox.Take().Changed.Should().Equal((Device, Changes.State | Changes.Availability));
        Outbox.Take().Changed.Should().BeEmpty();
    }

    [Fact]
    public void Lets_diagnostics_and_heartbeat_leave_at_most_once_in_two_seconds()
    {
        var diagnostics = 0;
        var heartbeats = 0;
        for (var i = 0; i < 100; i++)
        {
            Outbox.Mark(Device, Changes.Diagnostics);
            var batch = Outbox.Take();
            diagnostics += batch.Changed.Count(static each => each.Changes.HasFlag(Changes.Diagnostics));
            heartbeats += batch.Heartbeat ? 1 : 0;
            _stage.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        diagnostics.Should().Be(5);
        heartbeats.Should().Be(5);
    }

    [Fact]
    public void Keeps_paced_diagnostics_for_later_and_lets_the_state_go_at_once()
    {
        Outbox.Mark(Device, Changes.Diagnostics);
        Outbox.Take();
        Outbox.Mark(Device, Changes.Diagnostics | Changes.State);

        Outbox.Take().Changed.Should().Equal((Device, Changes.State));
        _stage.Time.Advance(TimeSpan.FromSeconds(2));
        Outbox.Take().Changed.Should().Equal((Device, Changes.Diagnostics));
    }

    [Fact]
    public void Events_that_come_back_go_first_and_the_oldest_is_dropped_when_there_are_too_many()
    {
        Post(1, 60);
        var lost = Outbox.Take().Events;
        Post(61, 110);

        Outbox.PutBack(lost);

        Outbox.Take().Events.Select(static message => message.Topic).Should().Equal(Enumerable.Range(11, 100).Select(Name));
        Outbox.Dropped.Should().Be(10);
    }

    [Fact]
    public void A_demanded_heartbeat_does_not_wait()
    {
        Outbox.MarkHeartbeat();
        Outbox.Take().Heartbeat.Should().BeTrue();
        Outbox.DemandHeartbeat();
        Outbox.Take().Heartbeat.Should().BeTrue();
    }

    [Fact]
    public void Keeps_the_newest_hundred_events_in_order()
    {
        for (var i = 0; i < 150; i++)
        {
            Outbox.Post(new("bridge/error", Encoding.UTF8.GetBytes($"{i}"), MqttQos.AtLeastOnce, Retain: false));
        }

        var events = Outbox.Take().Events;
        events.Should().HaveCount(100);
        Encoding.UTF8.GetString(events[0].Payload.Span).Should().Be("50");
        Outbox.Dropped.Should().Be(50);
    }

    [Fact]
    public async Task Waits_until_something_may_leave()
    {
        var waiting = Outbox.WaitAsync(CancellationToken.None);
        waiting.IsCompleted.Should().BeFalse();
        Outbox.Mark(Device, Changes.State);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static string Name(int number) => $"bridge/event/{number}";

    private void Post(int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            Outbox.Post(new(Name(number), ReadOnlyMemory<byte>.Empty, MqttQos.AtLeastOnce, Retain: false));
        }
    }
}
