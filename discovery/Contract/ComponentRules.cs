using System.Text.Json;

namespace Bridge.Discovery.Contract;

/// <summary>Rules between several keys of one component.</summary>
internal static class ComponentRules
{
    /// <summary>Smallest step that Home Assistant takes for a number.</summary>
    public const decimal SmallestStep = 0.001m;

    /// <summary>Longest text that it takes as a state.</summary>
    public const int LongestText = 255;

    /// <summary>Adds what is wrong with <paramref name="component"/>.</summary>
    public static void Check(ComponentBody component, Findings findings)
    {
        if (component.Has(KeyNames.Availability) && component.Has(KeyNames.AvailabilityTopic))
        {
            findings.Error(component.Key, "has both availability and availability_topic, which exclude each other");
        }

        CheckCategory(component, findings);
        CheckEntityId(component, findings);
        CheckName(component, findings);
        if (component.Platform == Platforms.Sensor)
        {
            SensorRules.Check(component, findings);
        }
        else if (component.Platform is Platforms.Number or Platforms.Text)
        {
            CheckRange(component, findings);
        }
        else
        {
            PlatformRules.Check(component, findings);
        }
    }

    /// <summary>The name in the device block; null where there is none.</summary>
    public static string? DeviceName(JsonElement root) =>
        root.TryGetProperty(KeyNames.Device, out var device)
        && device.ValueKind == JsonValueKind.Object
        && device.TryGetProperty(KeyNames.Name, out var name)
        && name.ValueKind == JsonValueKind.String
        && name.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static void CheckCategory(ComponentBody component, Findings findings)
    {
        var category = component.Text(KeyNames.EntityCategory);
        if (category == "config" && component.Platform is Platforms.Sensor or Platforms.BinarySensor)
        {
            findings.Error(component.Key, $"a {component.Platform} cannot have the category config; use diagnostic");
        }

        if (component.Platform == Platforms.Button
            && component.Text(KeyNames.DeviceClass) == "identify"
            && category != "diagnostic")
        {
            findings.Warning(component.Key, "a button of class identify should have the category diagnostic");
        }
    }

    private static void CheckRange(ComponentBody component, Findings findings)
    {
        var isNumber = component.Platform == Platforms.Number;
        var lowest = component.Number(KeyNames.Lowest) ?? 0;
        var highest = component.Number(KeyNames.Highest) ?? (isNumber ? 100 : LongestText);
        if (lowest > highest)
        {
            findings.Error(component.Key, $"its min {lowest} is above its max {highest}");
        }

        if (!isNumber && highest > LongestText)
        {
            findings.Error(component.Key, $"a text has at most {LongestText} characters, not {highest}");
        }

        if (isNumber && component.Number(KeyNames.Step) is { } step && step < SmallestStep)
        {
            findings.Error(component.Key, $"its step must be {SmallestStep} or more, not {step}");
        }
    }

    private static void CheckEntityId(ComponentBody component, Findings findings)
    {
        if (component.Text(KeyNames.DefaultEntityId) is not { } id)
        {
            return;
        }

        var parts = id.Split('.');
        if (parts.Length != 2 || parts[0] != component.Platform || parts[1].Length == 0)
        {
            findings.Warning(component.Key, $"default_entity_id must be {component.Platform}.name, not '{id}'");
        }
    }

    private static void CheckName(ComponentBody component, Findings findings)
    {
        if (component.Text(KeyNames.Name) is not { } name)
        {
            return;
        }

        if (name.Any(char.IsControl))
        {
            findings.Error(component.Key, "has a control character in its name");
        }

        if (DeviceName(component.Root) is { } device && name.StartsWith(device, StringComparison.OrdinalIgnoreCase))
        {
            findings.Warning(component.Key, $"its name begins with the device's, '{device}', and would show it twice");
        }
    }
}
