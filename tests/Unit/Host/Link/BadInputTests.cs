using System.Text.Json;
using Bridge.Devices.Model;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>
/// What cannot be known at start, because a device tells it or somebody publishes it: Home Assistant is never told what it
/// would refuse, everything else goes on, and there is one error.
/// </summary>
public sealed class BadInputTests
{
    private const string Config = "homeassistant/device/4f1a2b3c_office/config";

    /// <summary>Entities that Home Assistant would refuse, and what the error says.</summary>
    public static TheoryData<Entity, string> Faulty => new()
    {
        { new("tariff") { DeviceClass = "enum" }, "options is empty" },
        { new("outside") { DeviceClass = "temperature", Unit = "C" }, "the unit 'C' does not belong to" },
        { new("outside") { DeviceClass = "warmth" }, "device_class" },
        { new("energy") { DeviceClass = "energy", Unit = "kWh", Options = ["a"] }, "options" },
        { new("limit") { Kind = EntityKind.Number, Name = "Limit", Lowest = 5, Highest = 1 }, "min" },
        { new("setting") { Name = "Setting", Category = EntityCategory.Config }, "category" },
        { new("light_brightness") { Kind = EntityKind.Number, Aspect = new("light", Aspect.Brightness) }, "no entity 'light'" },
        { new("state") { Name = "State" }, "reserved" },
        { new("two words") { Name = "Two words" }, "key" },
        { new("Größe") { Name = "Size" }, "key" },
        { new("a/b") { Name = "Level" }, "key" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void An_entity_that_would_be_refused_is_withheld_alone_with_one_error(Entity faulty, string why)
    {
        using var stage = new LinkStage();
        stage.Device.Describe(new(), [new("good") { Name = "Good" }, faulty]);

        stage.Announce();
        stage.Client.Deliver("homeassistant/status", "online");
        stage.Until(() => stage.Count(Config) == 2, "the announcement after the birth");

        using var document = JsonDocument.Parse(stage.Last(Config));
        document.RootElement.GetProperty("components").EnumerateObject().Select(static each => each.Name)
            .Should().Equal("temperature", "good", "status", "last_success", "errors");
        stage.Log.AtLeast(LogLevel.Error).Should().ContainSingle().Which.Should().Contain("office (lamp)").And.Contain(faulty.Key).And.Contain(why);
    }

    [Fact]
    public void Of_two_entities_with_one_key_the_first_counts()
    {
        using var stage = new LinkStage();
        stage.Device.Describe(new(), [new("level") { Name = "Level", Unit = "%" }, new("level") { Name = "Another" }]);

        stage.Announce();
        stage.Device.Accept(new(stage.Time.GetUtcNow(), [new("level", Value.Of(7))]));
        stage.Until(() => stage.Count("bridge/office/state") == 2, "the state");

        using var document = JsonDocument.Parse(stage.Last(Config));
        document.RootElement.GetProperty("components").EnumerateObject().Select(static each => each.Name)
            .Should().Equal("temperature", "level", "status", "last_success", "errors");
        document.RootElement.GetProperty("components").GetProperty("level").GetProperty("name").GetString().Should().Be("Level");
        stage.Last("bridge/office/state").Should().Be("""{"temperature":null,"level":7}""");
        stage.Log.AtLeast(LogLevel.Error).Should().ContainSingle().Which.Should().Contain("level").And.Contain("already used");
    }

    [Fact]
    public void What_the_device_tells_goes_before_a_number_of_the_bridges_own()
    {
        using var stage = new LinkStage(temperature: new() { Tunable = true });
        stage.Announce();

        stage.Device.Describe(new(), [new("temperature_offset") { Name = "Offset of its own" }]);

        stage.Until(() => stage.Count(Config) == 3, "the document that removes the number, and the new one");
        using var document = JsonDocument.Parse(stage.Last(Config));
        document.RootElement.GetProperty("components").GetProperty("temperature_offset").GetProperty("platform").GetString()
            .Should().Be("sensor");
    }

    [Fact]
    public void A_value_of_no_entity_is_in_no_state()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Forget();

        stage.Device.Accept(new(stage.Time.GetUtcNow(), [new("nowhere", Value.Of(1)), new("temperature", Value.Of(21.5m))]));

        stage.Until(() => stage.Count("bridge/office/state") == 1, "the state");
        stage.Last("bridge/office/state").Should().Be("""{"temperature":21.5}""");
    }

    [Theory]
    [InlineData("offline")]
    [InlineData("ONLINE")]
    [InlineData("")]
    [InlineData("{\"state\":\"online\"}")]
    public void Only_the_word_of_birth_is_one(string payload)
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Forget();

        stage.Client.Deliver("homeassistant/status", payload);
        stage.Pass(TimeSpan.FromSeconds(10));

        stage.Count(Config).Should().Be(0);
    }

    [Fact]
    public void A_birth_that_the_broker_kept_is_none()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Forget();

        stage.Client.Deliver("homeassistant/status", "online", retained: true);
        stage.Pass(TimeSpan.FromSeconds(10));

        stage.Count(Config).Should().Be(0);
    }
}
