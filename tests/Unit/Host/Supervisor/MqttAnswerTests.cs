using System.Text;
using Bridge.Host.Supervisor;

namespace Bridge.Unit.Host.Supervisor;

/// <summary>The Supervisor's answers as its services API gives them.</summary>
public sealed class MqttAnswerTests
{
    [Theory]
    [InlineData("1883", "false", "mqtt://core-mosquitto:1883")]
    [InlineData("\"1883\"", "\"false\"", "mqtt://core-mosquitto:1883")]
    [InlineData("8883", "true", "mqtts://core-mosquitto:8883")]
    [InlineData("\"8883\"", "\"True\"", "mqtts://core-mosquitto:8883")]
    [InlineData("1883", "null", "mqtt://core-mosquitto:1883")]
    public void A_broker_has_host_port_and_user(string port, string tls, string endpoint)
    {
        Read($$"""
            {"result":"ok","data":{"addon":"core_mosquitto","host":"core-mosquitto","port":{{port}},"ssl":{{tls}},
            "protocol":"3.1.1","username":"addons","password":"s3cret"} }
            """).Should().Be((endpoint, "addons", "s3cret"));
    }

    [Theory]
    [InlineData("""{"result":"ok","data":{"host":"core-mosquitto","port":1883}}""")]
    [InlineData("""{"result":"ok","data":{"host":"core-mosquitto","port":1883,"username":"","password":null}}""")]
    public void A_broker_without_users_is_one_too(string answer) =>
        Read(answer).Should().Be(("mqtt://core-mosquitto:1883", null, null));

    [Theory]
    [InlineData("""{"result":"error","message":"Service not enabled"}""", "Service not enabled")]
    [InlineData("""{"result":"error"}""", "no message")]
    [InlineData("{}", "no message")]
    [InlineData("""{"result":"ok","data":{}}""", "there is no host with a port from 1 to 65535 in it")]
    [InlineData("""{"result":"ok"}""", "there is no host with a port from 1 to 65535 in it")]
    [InlineData("""{"result":"ok","data":{"host":"a b","port":1}}""", "there is no host with a port from 1 to 65535 in it")]
    [InlineData("""{"result":"ok","data":{"host":"h","port":0}}""", "there is no host with a port from 1 to 65535 in it")]
    [InlineData("""{"result":"ok","data":{"host":"h","port":65536}}""", "there is no host with a port from 1 to 65535 in it")]
    [InlineData("""{"result":"ok","data":{"host":"h","port":[1]}}""", "there is no host with a port from 1 to 65535 in it")]
    [InlineData("""{"result":"ok","data":"s3cret"}""", "it is not the JSON of a Supervisor")]
    [InlineData("[]", "it is not the JSON of a Supervisor")]
    [InlineData("401: Unauthorized", "it is not the JSON of a Supervisor")]
    [InlineData("", "it is not the JSON of a Supervisor")]
    public void Anything_else_is_told_in_words(string answer, string expected)
    {
        MqttAnswer.TryRead(Encoding.UTF8.GetBytes(answer), out var none, out var fault).Should().BeFalse();

        none.Should().BeNull();
        fault.Should().Be(expected);
    }

    [Fact]
    public void A_long_message_is_cut()
    {
        var answer = $$"""{"result":"error","message":"{{new string('x', 5000)}}"}""";

        MqttAnswer.TryRead(Encoding.UTF8.GetBytes(answer), out _, out var fault).Should().BeFalse();

        fault.Should().HaveLength(200);
    }

    private static (string Endpoint, string? Username, string? Password) Read(string answer)
    {
        MqttAnswer.TryRead(Encoding.UTF8.GetBytes(answer), out var read, out var fault).Should().BeTrue(fault);
        read!.ToString().Should().NotContain("s3cret");
        return (read.Endpoint.ToString(), read.Username, read.Password);
    }
}
