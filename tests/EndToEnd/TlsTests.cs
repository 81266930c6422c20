using Bridge.EndToEnd.Scenes;
using Bridge.TestSupport.Mqtt;

namespace Bridge.EndToEnd;

/// <summary>A broker that speaks TLS and lets only clients with a certificate in, beside the test's own way in.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly TestCertificates _certificates = new();
    private readonly int _port = Mosquitto.FreePort();
    private Scene _scene = null!;
    private PemPair _own = null!;

    public async Task InitializeAsync()
    {
        _own = _certificates.Issue("bridge", []);
        _scene = await Scene.OpenAsync();
        await _scene.Broker.KillAsync();
        await _scene.Broker.StartAgainAsync(new()
        {
            Lines =
            [
                $"listener {_port} 127.0.0.1", .. _certificates.Listener(_certificates.Server(), wantsClient: true),
            ],
        });
    }

    public async Task DisposeAsync()
    {
        await _scene.DisposeAsync();
        _certificates.Dispose();
    }

    [Fact]
    public async Task The_bridge_is_home_over_tls_with_certificates_on_both_sides()
    {
        Configure(["host: localhost", $"port: {_port}"], enabled: true, Files());

        await ComesHomeAsync(_scene.Start());
    }

    [Fact]
    public async Task The_second_broker_is_found_when_the_first_is_dead()
    {
        var dead = Mosquitto.FreePort();
        Configure(
            [
                $"brokers: [mqtts://localhost:{dead}, mqtts://localhost:{_port}]",
                "reconnect_interval: 1h", // more patience than the test has
                "reconnect_max_interval: 1h",
            ],
            enabled: false,
            Files());
        var bridge = _scene.Start();

        await ComesHomeAsync(bridge);

        bridge.Errors.Should().Contain($"mqtts://localhost:{dead} cannot be reached");
        await bridge.LogAsync($"Connected to mqtts://localhost:{_port}");
    }

    [Fact]
    public async Task What_is_wrong_is_one_warning_that_names_the_setting()
    {
        Configure(["host: localhost", $"port: {_port}"], enabled: true, []);

        var told = await _scene.Start().LogAsync("No connection to");

        told.Should().Contain("CN=Test CA, which is not trusted")
            .And.Contain("set mqtt.tls.ca_file to the certificate of the broker's authority");
    }

    [Fact]
    public async Task Taking_any_certificate_is_warned_of_at_the_start()
    {
        Configure(["host: 127.0.0.1", $"port: {_port}"], enabled: true, [.. Files().Skip(1), "insecure: true"]);
        var bridge = _scene.Start();

        await ComesHomeAsync(bridge);

        bridge.Lines("warning").Should().ContainSingle().Which.Should().Contain("mqtt.tls.insecure");
    }

    [Fact]
    public async Task Check_prints_the_brokers_without_their_keys()
    {
        Configure(
            ["brokers: ['mqtts://localhost', 'wss://example.org/mqtt?key=s3cret']", "username: me", "password: s3cret"],
            enabled: false,
            Files());
        var check = _scene.Start("check");

        (await check.ExitAsync()).Should().Be(0);

        check.Output.Should().Contain("mqtts://localhost:8883, wss://example.org:443/mqtt as me")
            .And.NotContain("s3cret");
    }

    private async Task ComesHomeAsync(RunningBridge bridge)
    {
        var listener = await _scene.ListenAsync();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.FirstAsync("bridge/meter/availability", "online");
        await listener.StateAsync("meter", "power_import", "1193");
    }

    private string[] Files() =>
        [$"ca_file: {_certificates.Ca}", $"cert_file: {_own.CertFile}", $"key_file: {_own.KeyFile}"];

    private void Configure(IEnumerable<string> mqtt, bool enabled, IEnumerable<string> tls) => _scene.Write($$"""
        mqtt:
          {{string.Join("\n  ", mqtt)}}
          tls:
            {{string.Join("\n    ", tls.Prepend(enabled ? "enabled: true" : "enabled: false"))}}
        state: { path: {{_scene.Store}} }
        health: { file: {{_scene.Health}} }
        devices:
          {{_scene.Meter}}
        """);
}
