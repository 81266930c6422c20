using System.Text;
using Bridge.Discovery;
using Bridge.Host.Pipeline;
using Bridge.Host.Releases;
using Bridge.TestSupport.HomeAssistant;

namespace Bridge.Unit.Host.Releases;

/// <summary>What Home Assistant makes of the bridge's own device.</summary>
public sealed class UpdateEntityTests
{
    private static readonly string[] Always =
    [
        "binary_sensor.bridge_connection", "button.bridge_rediscover", "button.bridge_restart",
        "select.bridge_log_level", "sensor.bridge_bytes_written_per_day", "sensor.bridge_devices_failing",
        "sensor.bridge_devices_online", "sensor.bridge_last_error", "sensor.bridge_memory",
        "sensor.bridge_mqtt_reconnects", "sensor.bridge_started_at", "sensor.bridge_version",
        "sensor.bridge_write_budget_used",
    ];

    private readonly StandIn _home = new(static _ => null);

    [Fact]
    public void Without_a_release_file_there_is_no_update_and_all_else()
    {
        Announce(hasUpdate: false);

        _home.Registry.Select(static entry => entry.EntityId).Should().BeEquivalentTo(Always);
    }

    [Fact]
    public void Shows_what_could_be_installed()
    {
        Announce(hasUpdate: true);
        _home.Registry.Select(static entry => entry.EntityId).Should().BeEquivalentTo([.. Always, "update.bridge_update"]);

        Tell(new Release("0.2.0") { Title = "Bridge", Url = "https://example.org", Notes = "Events." });

        _home.State("update.bridge_update").Should().Be("0.1.0 -> 0.2.0");
        _home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void What_the_file_does_not_say_is_left_out_as_Home_Assistant_takes_no_null()
    {
        Announce(hasUpdate: true);

        Tell(null);

        _home.State("update.bridge_update").Should().Be("0.1.0 -> unknown");
        _home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void A_state_without_it_is_passed_over()
    {
        Announce(hasUpdate: true);

        _home.Receive("bridge/bridge/state", """{"version":"0.1.0"}""");

        _home.State("update.bridge_update").Should().Be("unknown");
        _home.Complaints.Should().BeEmpty();
    }

    private void Announce(bool hasUpdate)
    {
        var message = BridgeDocument.Write(
            new("4f1a2b3c", "0.1.0", "bridge/status"),
            new("bridge/bridge/state", "bridge/bridge/restart/set", "bridge/bridge/rediscover/set", "bridge/bridge/log_level/set")
            {
                HasUpdate = hasUpdate,
            });
        message.Findings.Should().BeEmpty();
        _home.Receive("homeassistant/device/4f1a2b3c_bridge/config", Encoding.UTF8.GetString(message.Payload!.Value.Span));
        _home.Receive("bridge/status", """{"status":"online"}""");
    }

    private void Tell(Release? newest) => _home.Receive("bridge/bridge/state", Encoding.UTF8.GetString(JsonText.Object(json =>
    {
        json.WriteString("version", "0.1.0");
        json.WritePropertyName("update");
        Release.WriteUpdate(json, "0.1.0", newest);
    })));
}
