namespace Bridge.Unit.Host.Configuration;

public sealed class SecretTests : ConfigurationFixture
{
    private const string Secret = "s3cret";

    [Theory]
    [InlineData("s3cret", "s3cret")]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData("s3cret\n\n", "s3cret\n")]
    [InlineData(" s3cret ", " s3cret ")]
    [InlineData("\n", null)]
    public void One_line_end_of_a_secret_s_file_is_not_part_of_it(string text, string? password)
    {
        Write("secret", text);
        Variable("BRIDGE_MQTT__PASSWORD_FILE", "secret");

        Good().Mqtt.Password.Should().Be(password);
    }

    [Fact]
    public void A_secret_and_its_file_must_not_both_be_given_even_in_two_sources()
    {
        Write("secret", Secret);
        Yaml("mqtt:\n  password_file: secret\n");
        Set($"mqtt.password={Secret}");

        TheOnlyFault("--set mqtt.password|mqtt.password|password and password_file (bridge.yaml:2) are both given; "
            + "keep one of them");
    }

    [Fact]
    public void A_secret_s_file_that_cannot_be_read_is_told()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "folder"));
        Yaml("mqtt: { password_file: gone }\ndevices: { m: { driver: dsmr, port: /dev/a, key_file: folder } }\n");

        var faults = Load().Faults;

        faults.Should().HaveCount(2);
        faults[0].Message.Should().Be($"{Folder}/gone does not exist");
        faults[1].Message.Should().MatchRegex(@"folder cannot be read by uid \d+ \(its mode is \d{4}\)");
    }

    [Fact]
    public void A_driver_has_secrets_in_files_too()
    {
        Write("key", Secret + "\n");
        Set("devices.m={\"driver\":\"dsmr\",\"port\":\"/dev/a\",\"key_file\":\"key\"}");

        Good().Devices[0].Settings.Get(Key).Should().Be(Secret);
    }

    [Theory]
    [InlineData("mqtt: { password: s3cret, port: x }")]
    [InlineData("mqtt: { passwort: s3cret }")]
    [InlineData("mqtt: { password: [s3cret] }")]
    [InlineData("mqtt: { password: { a: s3cret } }")]
    [InlineData("mqtt: s3cret")]
    [InlineData("mqtt: { host: 'mqtt://bridge:s3cret@broker:1883' }")]
    [InlineData("mqtt: { topic_prefix: 's3cret#' }")]
    [InlineData("mqtt: { password: s3cret, password: s3cret }")]
    [InlineData("mqtt: { password: \"s3cret }")]
    [InlineData("mqtt:\n  password: s3cret\n x: 1")]
    [InlineData("mqtt:\n  password: @s3cret")]
    [InlineData("mqtt:\n  password: %s3cret")]
    [InlineData("mqtt:\n  password: *s3cret")]
    [InlineData("mqtt:\n  password: !s3cret x")]
    [InlineData("mqtt:\n  password: !s3!cret x")]
    [InlineData("mqtt:\n  password: s3cret: s3cret")]
    [InlineData("mqtt:\n  password: |s3cret")]
    [InlineData("mqtt:\n  password: 's3cret' s3cret")]
    [InlineData("devices: { m: { driver: dsmr, port: /dev/a, key: s3cret, baud: x } }")]
    [InlineData("devices: { m: { driver: s3cret } }")]
    [InlineData("devices: [s3cret]")]
    [InlineData("mqtt:\n  password: s3cret\n\tport: 1")]
    [InlineData("home_assistant: { language: s3cret }\nmqtt: {")]
    public void No_fault_repeats_a_secret(string yaml)
    {
        Yaml(yaml);
        Variable("BRIDGE_MQTT__PASSWORD__X", Secret);
        Variable("BRIDGE_MQTT__PASSWRD", Secret);
        Variable("BRIDGE_DEVICES", "[" + Secret);
        Write(".env", $"BRIDGE_MQTT__PASSWORD='{Secret}\n{Secret}\n");
        AddOn($"{{ \"mqtt\": {{ \"password\": \"{Secret}\" \"{Secret}\" }} }}");
        Set($"mqtt.password:{Secret}");
        Set($"mqtt.pasword={Secret}");

        var loaded = Load();

        loaded.Faults.Should().NotBeEmpty();
        loaded.Faults.Concat(loaded.Warnings).Select(Line).Should().NotContain(line => line.Contains(Secret));
    }
}
