using Bridge.Host.Supervisor;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>A broker that the Supervisor names.</summary>
public sealed class SupervisorTests
{
    private const string NotReady = "http://supervisor/ answered HTTP 400: Service not enabled";

    private readonly Queue<(MqttAnswer?, string)> _answers = new();

    [Fact]
    public void Nothing_is_connected_until_there_is_a_broker()
    {
        _answers.Enqueue((null, NotReady));
        _answers.Enqueue((null, NotReady));
        _answers.Enqueue((Answer("one"), string.Empty));
        using var stage = new LinkStage(supervisor: Say);
        var began = stage.Time.GetUtcNow();

        stage.Announce();

        (stage.Time.GetUtcNow() - began).TotalSeconds.Should().BeInRange(10, 11);
        var connect = stage.Client.Connects.Should().ContainSingle().Subject;
        (connect.Endpoint, connect.Username, connect.Password).Should()
            .Be((MqttEndpoint.Tcp("core-mosquitto"), "addons", "one"));
        stage.Log.AtLeast(LogLevel.Information).Take(2).Should().Equal(
            $"Waiting for the Supervisor to name a broker: {NotReady}",
            "The Supervisor names the broker mqtt://core-mosquitto:1883 and the user addons");
        stage.Log.AtLeast(LogLevel.Warning).Should().BeEmpty();
    }

    [Fact]
    public void A_broker_that_never_comes_is_warned_of_once_with_what_to_do()
    {
        _answers.Enqueue((null, NotReady));
        using var stage = new LinkStage(supervisor: Say);

        stage.Start();
        stage.Pass(TimeSpan.FromMinutes(10));

        stage.Client.Connects.Should().BeEmpty();
        stage.Log.AtLeast(LogLevel.Warning).Should().ContainSingle().Which.Should().Be(
            $"The Supervisor named no broker in 120 s: {NotReady}; install and start the Mosquitto broker in Home "
            + "Assistant, or set mqtt.host");
    }

    [Fact]
    public void After_a_refusal_the_password_is_asked_for_again()
    {
        _answers.Enqueue((Answer("old"), string.Empty));
        _answers.Enqueue((Answer("new"), string.Empty));
        using var stage = new LinkStage(supervisor: Say);
        stage.Client.Refusals.Enqueue(new(
            MqttConnectFailure.Refused, MqttReasonCode.BadUserNameOrPassword, "the broker refuses the password"));

        stage.Announce();

        stage.Client.Connects.Select(static connect => connect.Password).Should().Equal("old", "new");
        stage.Log.Lines.Select(static line => line.Text).Should().NotContain(static line => line.Contains("new"));
    }

    [Fact]
    public void A_supervisor_that_is_away_does_not_keep_the_bridge_from_its_broker()
    {
        _answers.Enqueue((Answer("one"), string.Empty));
        _answers.Enqueue((null, "http://supervisor/ did not answer within 10 s"));
        using var stage = new LinkStage(supervisor: Say);
        stage.Announce();
        stage.Pass(TimeSpan.FromMinutes(2));

        stage.Client.Cut();

        stage.Until(() => stage.Client.Connects.Count == 2, "the second connect");
        stage.Client.Connects[^1].Password.Should().Be("one");
    }

    private static MqttAnswer Answer(string password) => new(MqttEndpoint.Tcp("core-mosquitto"), "addons", password);

    /// <summary>The next answer; the last one stays.</summary>
    private (MqttAnswer?, string) Say() => _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
}
