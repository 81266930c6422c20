using System.Text;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Link;

/// <summary>What Home Assistant sees of what happens, and what it must never see.</summary>
public sealed class EventTests : IDisposable
{
    private const string Bell = "event.panel_bell";

    private readonly Household _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public void A_press_reaches_the_entity_and_the_trigger_of_its_device()
    {
        _house.Start("bridge", Panel());
        _house.Happen(_house.Devices[0], new DeviceEvent("bell", "press_end"));
        _house.Settle();

        _house.Home.State(Bell).Should().Be("press_end");
        _house.Home.Fired.Should().Equal("button_short_release bell");
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void The_first_event_of_a_device_finds_it_online()
    {
        _house.Start("bridge", Panel());
        _house.Home.State(Bell).Should().Be("unavailable");

        _house.Happen(_house.Devices[0], new DeviceEvent("bell", "press_end"));
        _house.Settle();

        var order = Topics().ToList();
        order.LastIndexOf("bridge/panel/availability").Should().BeLessThan(order.IndexOf("bridge/panel/bell/event"));
    }

    [Fact]
    public void An_event_leaves_nothing_behind()
    {
        _house.Start("bridge", Panel());
        _house.Read(_house.Devices[0], 21.5m);
        _house.Happen(_house.Devices[0], new DeviceEvent("bell", "press_end"));
        _house.Settle();

        _house.Kept.Should().NotContain("bridge/panel/bell/event");
        _house.KeptOn("bridge/panel/state").Should().Be("""{"temperature":21.5}""");
        _house.Stop();
        _house.Start("bridge", Panel());
        _house.RestartHome();
        _house.Home.State(Bell).Should().Be("unavailable");
        _house.Read(_house.Devices[0], 22m);
        _house.Settle();
        _house.Home.State(Bell).Should().Be("unknown", "nothing was pressed in this life");
    }

    [Fact]
    public void What_happens_while_there_is_no_broker_is_never_told_but_counted()
    {
        _house.Start("bridge", Panel());
        _house.WithoutBroker(() =>
        {
            _house.Happen(_house.Devices[0], new DeviceEvent("bell", "press_end"));
            _house.Happen(_house.Devices[0], new DeviceEvent("bell", "press_end"));
        });
        _house.Settle();

        _house.Home.State(Bell).Should().Be("unknown");
        _house.Home.Fired.Should().BeEmpty();
        _house.KeptOn("bridge/panel/diagnostics").Should().Contain("\"events_dropped\":2");
        _house.Happen(_house.Devices[0], new DeviceEvent("bell", "press_end"));
        _house.Settle();
        _house.Home.State(Bell).Should().Be("press_end");
    }

    [Fact]
    public void Attributes_stand_beside_the_type()
    {
        _house.Start("bridge", Panel());
        _house.Happen(
            _house.Devices[0],
            new DeviceEvent("bell", "multi_press_end") { Attributes = [new("multi_press_count", Value.Of(2))] });
        _house.Settle();

        Encoding.UTF8.GetString(_house.Sent.Single(static message => message.Topic == "bridge/panel/bell/event").Payload.Span)
            .Should().Be("""{"event_type":"multi_press_end","multi_press_count":2}""");
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void A_type_that_the_entity_has_not_is_not_told()
    {
        _house.Start("bridge", Panel());
        _house.Happen(_house.Devices[0], new DeviceEvent("bell", "kicked"), new DeviceEvent("door", "press_end"));
        _house.Settle();

        Topics().Should().NotContain(static topic => topic.EndsWith("/event", StringComparison.Ordinal));
    }

    private IEnumerable<string> Topics() => _house.Sent.Select(static message => message.Topic);

    private static DeviceOptions Panel() => new("panel", new StreamDriver("probe", "a test")
    {
        Source = "test",
        Line = static _ => new(9600),
        Create = static (_, _) => throw new InvalidOperationException("no wires here"),
        Entities = static _ =>
        [
            new("temperature") { DeviceClass = "temperature", Unit = "°C" },
            new("bell")
            {
                Kind = EntityKind.Event,
                Name = "Bell",
                DeviceClass = "button",
                Options = ["press_end", "multi_press_end"],
                Abilities = Abilities.Trigger,
            },
        ],
    })
    {
        Name = "Panel",
        Port = "/dev/null",
        StaleAfter = TimeSpan.FromDays(1),
        Written = "panel",
    };
}
