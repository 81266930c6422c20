using Bridge.Host.Link;

namespace Bridge.Unit.Host.Link;

/// <summary>Topic names after section 1 of the outside contract.</summary>
public sealed class TopicsTests
{
    private readonly Topics _topics = new("home/bridge", "homeassistant");

    [Fact]
    public void Builds_the_topics_of_the_contract()
    {
        _topics.Status.Should().Be("home/bridge/status");
        _topics.State("office").Should().Be("home/bridge/office/state");
        _topics.Availability("office").Should().Be("home/bridge/office/availability");
        _topics.Diagnostics("office").Should().Be("home/bridge/office/diagnostics");
        _topics.EntitySet("office", "lamp/brightness").Should().Be("home/bridge/office/lamp/brightness/set");
        _topics.EntityEvent("office", "bell").Should().Be("home/bridge/office/bell/event");
        _topics.Result("office").Should().Be("home/bridge/office/result");
        _topics.DeviceError("office").Should().Be("home/bridge/office/error");
        _topics.Error.Should().Be("home/bridge/error");
        _topics.BridgeState.Should().Be("home/bridge/bridge/state");
        _topics.BridgeCommand("restart").Should().Be("home/bridge/bridge/restart/set");
        _topics.Configuration("4f1a2b3c_office").Should().Be("homeassistant/device/4f1a2b3c_office/config");
    }

    [Theory]
    [InlineData("home/bridge/office/set", "office", null)]
    [InlineData("home/bridge/office/relay/set", "office", "relay")]
    [InlineData("home/bridge/office/lamp/brightness/set", "office", "lamp/brightness")]
    public void Takes_command_topics_apart(string topic, string device, string? entity) =>
        _topics.ParseCommand(topic).Should().Be(new CommandAddress(device, entity));

    [Theory]
    [InlineData("home/office/set")]
    [InlineData("home/bridge/set")]
    [InlineData("home/bridge/office/state")]
    [InlineData("home/bridge/a/b/c/d/set")]
    public void Knows_what_is_no_command(string topic) => _topics.ParseCommand(topic).Should().BeNull();
}
