namespace Bridge.Unit.Host.Link;

/// <summary>Numbers that the bridge itself adds to a device.</summary>
public sealed class OwnNumberTests
{
    private const string Topic = "bridge/office/temperature_offset/set";

    [Fact]
    public void An_offset_is_announced_set_answered_kept_and_told_and_no_driver_hears_of_it()
    {
        using var stage = new LinkStage(temperature: new() { Tunable = true });
        stage.Read(20);
        stage.Announce();
        stage.Last($"homeassistant/device/{LinkStage.Instance}_office/config").Should()
            .Contain("\"temperature_offset\":{\"platform\":\"number\"").And.Contain($"\"command_topic\":\"{Topic}\"");

        stage.Client.Deliver(Topic, "-1.5");
        stage.Until(() => stage.Count("bridge/office/result") == 1, "the result");
        stage.Until(() => stage.Last("bridge/office/state").Contains("18.5"), "the new state");

        stage.Last("bridge/office/result").Should().Contain("\"ok\":true");
        stage.Last("bridge/office/state").Should().Be("""{"temperature":18.5,"temperature_offset":-1.5}""");
        stage.Store.FindKept("office").Should().ContainSingle().Which.Value.Should().Be("-1.5");
        stage.Device.Commands.Take().Should().BeNull();
    }

    [Theory]
    [InlineData("warm", "takes a number")]
    [InlineData("1.5", "the device is offline")]
    public void What_is_not_allowed_and_what_comes_while_the_device_is_away_is_refused(string payload, string expected)
    {
        using var stage = new LinkStage(temperature: new() { Tunable = true });
        stage.Announce();

        stage.Client.Deliver(Topic, payload);
        stage.Until(() => stage.Count("bridge/office/result") == 1, "the result");

        stage.Last("bridge/office/result").Should().Contain(expected).And.Contain("\"ok\":false");
        stage.Store.FindKept("office").Should().BeEmpty();
    }
}
