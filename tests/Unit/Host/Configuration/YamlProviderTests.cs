using System.Text;

namespace Bridge.Unit.Host.Configuration;

public sealed class YamlProviderTests : ConfigurationFixture
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("# nothing\n\n# here\n")]
    [InlineData("---\n")]
    [InlineData("---\n...\n")]
    [InlineData("~")]
    [InlineData("mqtt:\ndevices:\n")]
    public void A_file_without_keys_is_like_no_file(string text)
    {
        Yaml(text);

        Good().Devices.Should().BeEmpty();
    }

    [Fact]
    public void Line_ends_and_byte_order_marks_of_other_systems_are_read()
    {
        Yaml("\uFEFFmqtt:\r\n  host: broker\r\n  prot: 1\r\n");

        TheOnlyFault("bridge.yaml:3|mqtt.prot|no key has this name; did you mean mqtt.port?");
    }

    [Theory]
    [InlineData("- a\n- b\n", "bridge.yaml:1||expected a mapping of sections, such as mqtt: and devices:")]
    [InlineData("text\n", "bridge.yaml:1||expected a mapping of sections, such as mqtt: and devices:")]
    [InlineData("mqtt:\n\thost: a\n", "bridge.yaml:2||the line is indented with a tab; YAML wants spaces")]
    [InlineData(
        "mqtt: {}\n---\nmqtt: {}\n",
        "bridge.yaml:2||a second document begins; one file holds one (remove ---)")]
    [InlineData(
        "mqtt:\n  host: a\n  host: b\n",
        "bridge.yaml:3|mqtt.host|the key is given twice; it stands at bridge.yaml:2 already")]
    [InlineData(
        "mqtt: {}\nmqtt: {}\n", "bridge.yaml:2|mqtt|the key is given twice; it stands at bridge.yaml:1 already")]
    [InlineData("mqtt: hello\n", "bridge.yaml:1|mqtt|expected a mapping of keys, not a single value")]
    [InlineData("mqtt: [a]\n", "bridge.yaml:1|mqtt|expected a mapping of keys, not a list")]
    [InlineData("mqtts: {}\n", "bridge.yaml:1|mqtts|no key has this name; did you mean mqtt?")]
    [InlineData(
        "topic_prefix: a\n",
        "bridge.yaml:1|topic_prefix|no key has this name; did you mean mqtt.topic_prefix?")]
    [InlineData("mqtt:\n  Host: a\n", "bridge.yaml:2|mqtt.Host|no key has this name; did you mean mqtt.host?")]
    [InlineData(
        "devices:\n  - driver: bme280\n",
        "bridge.yaml:2|devices|each device of a list is a mapping with an id, such as id: office")]
    [InlineData(
        "mqtt:\n  password: !secret mqtt\n",
        "bridge.yaml:2||not valid YAML: tags such as !secret are not supported; for a secret use password_file")]
    [InlineData(
        "mqtt: &a\n  host: b\n",
        "bridge.yaml:1||not valid YAML: anchors and aliases (& and *) are not supported; write the value out, "
            + "and quote a text that begins with one of them")]
    public void Bad_text_is_one_fault_with_its_line(string text, string fault)
    {
        Yaml(text);

        TheOnlyFault(fault);
    }

    [Fact]
    public void A_syntax_error_is_one_fault_beside_those_of_other_sources()
    {
        Yaml("mqtt:\n  host: \"a\n  port: 5\n");
        Variable("BRIDGE_MQTT__PORT", "x");
        Variable("BRIDGE_DEVICES__OFFICE__BUS", "1");

        var faults = Load().Faults;

        faults.Should().HaveCount(2);
        faults[0].Origin.Should().StartWith("bridge.yaml:");
        faults[0].Message.Should().StartWith("not valid YAML: ");
        faults[1].Origin.Should().Be("BRIDGE_MQTT__PORT");
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        Yaml("mqtt: " + new string('[', 100_000));

        Load().Faults.Should().ContainSingle().Which.Message.Should().Contain("32 levels");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        var noise = new byte[4096];
        new Random(7).NextBytes(noise);
        var path = Path.Combine(Folder, "bridge.yaml");

        File.WriteAllBytes(path, noise);
        Load().Faults.Should().ContainSingle().Which.Message.Should().Contain("is not UTF-8 text");
        File.WriteAllBytes(path, new byte[100]);
        Load().Faults.Should().ContainSingle().Which.Message.Should().Contain("is not a text file");
        File.WriteAllBytes(path, Encoding.Unicode.GetPreamble());
        Load().Faults.Should().ContainSingle().Which.Message.Should().Contain("is not UTF-8 text");
        File.WriteAllText(path, new string('#', 1024 * 1024 + 1));
        Load().Faults.Should().ContainSingle().Which.Message.Should().Contain("is larger than 1024 KiB");
    }

    [Fact]
    public void Random_text_never_throws()
    {
        const string Letters = "a:-{}[]#&*!|>'\"%@` \t\n,?~mqtdevics0";
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            Yaml(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)])));
            FluentActions.Invoking(() => Load()).Should().NotThrow();
        }
    }

    [Fact]
    public void A_folder_in_the_file_s_place_names_path_user_and_mode()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "conf"));

        var fault = Load(request => request with { File = "conf" }).Faults.Should().ContainSingle().Which;

        fault.Message.Should().MatchRegex(@"^.*/conf cannot be read by uid \d+ \(its mode is \d{4}\): it is a folder; name the file in it$");
    }
}
