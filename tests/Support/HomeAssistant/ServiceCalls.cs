using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Bridge.TestSupport.HomeAssistant;

/// <summary>What Home Assistant publishes when a service is called on an entity, by the rules of each platform.</summary>
internal static class ServiceCalls
{
    /// <summary>The messages, in their order.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="component">The component as it was discovered, in long form.</param>
    /// <param name="service">The service, without its platform: <c>turn_on</c>.</param>
    /// <param name="value">Its only argument; empty for none.</param>
    public static ImmutableArray<(string Topic, string Payload)> Of(
        string platform, IReadOnlyDictionary<string, JsonElement> component, string service, string value)
    {
        return (platform, service) switch
        {
            ("light", "turn_on") when value.Length > 0 => [Brightness(), Command("payload_on", "ON")],
            ("fan", "turn_on") when value.Length > 0 => [Command("payload_on", "ON"), Percentage()],
            ("fan", "set_percentage") => value == "0" ? [Command("payload_off", "OFF")] : [Percentage()],
            (_, "turn_on") => [Command("payload_on", "ON")],
            (_, "turn_off") => [Command("payload_off", "OFF")],
            ("number", "set_value") => [(Topic("command_topic"), Number().ToString(CultureInfo.InvariantCulture))],
            ("text", "set_value") or ("select", "select_option") => [(Topic("command_topic"), value)],
            ("button", "press") => [Command("payload_press", "PRESS")],
            ("update", "install") => [Command("payload_install", null)],
            ("cover", "set_cover_position") => [(Topic("set_position_topic"), Whole(Number()))],
            ("cover", "open_cover") => [Command("payload_open", "OPEN")],
            ("cover", "close_cover") => [Command("payload_close", "CLOSE")],
            ("cover", "stop_cover") => [Command("payload_stop", "STOP")],
            ("valve", "stop_valve") => [Command("payload_stop", null)],
            ("valve", "set_valve_position") => [(Topic("command_topic"), Whole(Number()))],
            // A valve that reports its position is told numbers only.
            ("valve", "open_valve") => [HasPosition() ? (Topic("command_topic"), "100") : Command("payload_open", "OPEN")],
            ("valve", "close_valve") => [HasPosition() ? (Topic("command_topic"), "0") : Command("payload_close", "CLOSE")],
            _ => throw new ArgumentException($"no service {platform}.{service}", nameof(service)),
        };

        string Topic(string key) => component[key].GetString()!;
        decimal Number() => decimal.Parse(value, CultureInfo.InvariantCulture);
        bool HasPosition() => component.TryGetValue("reports_position", out var has) && has.GetBoolean();

        (string Topic, string Payload) Command(string key, string? usual) => (
            Topic("command_topic"), component.TryGetValue(key, out var payload) ? payload.GetString()! : usual!);

        // Of 255, in the light's own scale; on is never darker than 1.
        (string Topic, string Payload) Brightness()
        {
            var scale = component.TryGetValue("brightness_scale", out var own) ? own.GetDecimal() : 255;
            return (Topic("brightness_command_topic"), Whole(Math.Max(1, Math.Round(Number() * scale / 255))));
        }

        // Percent of the fan's speeds, which begin at 1.
        (string Topic, string Payload) Percentage()
        {
            var fastest = component.TryGetValue("speed_range_max", out var own) ? own.GetDecimal() : 100;
            return (Topic("percentage_command_topic"), Whole(Math.Ceiling(Number() * fastest / 100)));
        }
    }

    private static string Whole(decimal number) => number.ToString("0", CultureInfo.InvariantCulture);
}
