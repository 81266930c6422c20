namespace Bridge.Unit.Host.Configuration;

/// <summary>Prefixes and topics of the user's.</summary>
public sealed class PrefixTests : ConfigurationFixture
{
    public static TheoryData<string, string> Bad
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var key in (string[])["mqtt.topic_prefix", "home_assistant.discovery_prefix", "home_assistant.birth_topic"])
            {
                foreach (var text in (string[])["#", "home/#", "home/+/x", "/home", "home/", "home//x", "$SYS/x", "a\tb"])
                {
                    data.Add(key, text);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_topic_that_nobody_can_publish_to_is_a_fault(string key, string text)
    {
        Set($"{key}={text}");

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Path.Should().Be(key);
        fault.Message.Should().Contain("no + or #").And.Contain("no empty level");
    }

    [Theory]
    [InlineData("mqtt.topic_prefix", "house/floor 1/büro")]
    [InlineData("home_assistant.discovery_prefix", "ha/test")]
    public void Any_other_is_good(string key, string text)
    {
        Set($"{key}={text}");

        Load().Faults.Should().BeEmpty();
    }
}
