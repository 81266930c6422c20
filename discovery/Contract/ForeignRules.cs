namespace Bridge.Discovery.Contract;

/// <summary>Rules between the keys of platforms that the bridge does not write.</summary>
internal static class ForeignRules
{
    /// <summary>Adds what is wrong with <paramref name="component"/>.</summary>
    public static void Check(ComponentBody component, Findings findings)
    {
        switch (component.Platform)
        {
            case "climate":
                CheckClimate(component, findings);
                break;
            case "humidifier":
                CheckHumidity(component, 0, findings);
                PlatformRules.Together(component, "mode_command_topic", "modes", findings);
                if (component.Texts("modes").Contains(component.Text("payload_reset_mode") ?? "None", StringComparer.Ordinal))
                {
                    findings.Error(component.Key, "modes has the word of payload_reset_mode");
                }

                break;
            case "image" when component.Has("image_topic") == component.Has("url_topic"):
                findings.Error(component.Key, "needs either image_topic or url_topic");
                break;
            case "image" when component.Has("content_type") && component.Has("url_topic"):
                findings.Error(component.Key, "content_type and url_topic exclude each other");
                break;
            case "device_tracker" when !component.Has(KeyNames.StateTopic) && !component.Has(KeyNames.AttributesTopic):
                findings.Error(component.Key, $"needs {KeyNames.StateTopic} or {KeyNames.AttributesTopic}");
                break;
        }
    }

    private static void CheckClimate(ComponentBody climate, Findings findings)
    {
        CheckHumidity(climate, 30, findings);
        PlatformRules.Together(climate, "preset_mode_command_topic", "preset_modes", findings);
        if (climate.Texts("preset_modes").Contains("none", StringComparer.Ordinal))
        {
            findings.Error(climate.Key, "preset_modes cannot have none");
        }

        if (climate.Has("target_humidity_state_topic") && !climate.Has("target_humidity_command_topic"))
        {
            findings.Error(climate.Key, "target_humidity_state_topic needs target_humidity_command_topic");
        }
    }

    private static void CheckHumidity(ComponentBody component, decimal lowest, Findings findings)
    {
        var low = component.Number("min_humidity") ?? lowest;
        var high = component.Number("max_humidity") ?? (lowest == 0 ? 100 : 99);
        if (low >= high || high > 100)
        {
            findings.Error(component.Key, $"its humidity must go from one number to a higher one up to 100, not {low} to {high}");
        }
    }
}
