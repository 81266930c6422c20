using System.Text.Json;

namespace Bridge.Discovery.Contract;

/// <summary>Rules between the keys of one platform.</summary>
internal static class PlatformRules
{
    /// <summary>Pairs of a cover's keys, of which the first needs the second.</summary>
    private static readonly (string Key, string Needs)[] CoverPairs =
    [
        ("set_position_topic", "position_topic"),
        (KeyNames.ValueTemplate, KeyNames.StateTopic),
        ("position_template", "position_topic"),
        ("set_position_template", "set_position_topic"),
        ("tilt_command_template", "tilt_command_topic"),
        ("tilt_status_template", "tilt_status_topic"),
    ];

    private static readonly string[] WithoutPosition = ["payload_open", "payload_close", "state_open", "state_closed"];

    /// <summary>Adds what is wrong with <paramref name="component"/>.</summary>
    public static void Check(ComponentBody component, Findings findings)
    {
        switch (component.Platform)
        {
            case Platforms.Light:
                CheckColours(component, findings);
                break;
            case Platforms.Cover:
                CheckCover(component, findings);
                break;
            case Platforms.Fan:
                CheckFan(component, findings);
                break;
            case Platforms.Valve:
                CheckValve(component, findings);
                break;
            case Platforms.Event when component.Text(KeyNames.DeviceClass) == "doorbell"
                && !component.Texts(KeyNames.EventTypes).Contains("ring", StringComparer.Ordinal):
                findings.Warning(component.Key, "a doorbell without the event type ring fails from Home Assistant 2027.4 on");
                break;
            case Platforms.Event when component.Texts(KeyNames.EventTypes).IsEmpty:
                findings.Warning(component.Key, "without event types, every event is ignored");
                break;
            case Platforms.Update when component.Has(KeyNames.CommandTopic) && !component.Has(KeyNames.PayloadInstall):
                findings.Warning(component.Key, "a command_topic without payload_install cannot install anything");
                break;
            default:
                ForeignRules.Check(component, findings);
                break;
        }
    }

    /// <summary>Both keys, or neither.</summary>
    public static void Together(ComponentBody component, string one, string other, Findings findings)
    {
        if (component.Has(one) != component.Has(other))
        {
            findings.Error(component.Key, $"{one} and {other} need each other");
        }
    }

    private static void CheckCover(ComponentBody cover, Findings findings)
    {
        foreach (var (key, needs) in CoverPairs)
        {
            if (cover.Has(key) && !cover.Has(needs))
            {
                findings.Error(cover.Key, $"{key} needs {needs}");
            }
        }
    }

    private static void CheckFan(ComponentBody fan, Findings findings)
    {
        var slowest = fan.Number("speed_range_min") ?? 1;
        var fastest = fan.Number("speed_range_max") ?? 100;
        if (slowest < 1 || slowest >= fastest)
        {
            findings.Error(fan.Key, $"its speeds must go from 1 or more to a higher one, not from {slowest} to {fastest}");
        }

        Together(fan, "preset_mode_command_topic", "preset_modes", findings);
        if (fan.Texts("preset_modes").Contains(fan.Text("payload_reset_preset_mode") ?? "None", StringComparer.Ordinal))
        {
            findings.Error(fan.Key, "preset_modes has the word of payload_reset_preset_mode");
        }
    }

    private static void CheckValve(ComponentBody valve, Findings findings)
    {
        if (valve.TryGet(KeyNames.ReportsPosition, out var reports)
            && reports.ValueKind == JsonValueKind.True
            && Array.Find(WithoutPosition, valve.Has) is { } key)
        {
            findings.Error(valve.Key, $"a valve that reports its position cannot have {key}");
        }
    }

    private static void CheckColours(ComponentBody light, Findings findings)
    {
        const string key = "supported_color_modes";
        if (!light.Has(key) || light.Text(KeyNames.Schema) != "json")
        {
            return;
        }

        var modes = light.Texts(key);
        var isAlone = modes.Length == 1;
        var hasColour = modes.Any(static mode => mode is "hs" or "xy" or "rgb" or "rgbw" or "rgbww");
        if (modes.IsEmpty
            || modes.Distinct(StringComparer.Ordinal).Count() != modes.Length
            || modes.Any(mode => mode is "unknown" || (mode is "onoff" or "brightness" && !isAlone)
                || (mode is "white" && !hasColour)))
        {
            findings.Error(
                light.Key, $"{key} must be onoff or brightness alone, or different modes, with white only beside a colour");
        }
    }
}
