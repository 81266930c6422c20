using System.Text.Json;

namespace Bridge.TestSupport.HomeAssistant;

/// <summary>A discovered trigger of automations; it has no entity (1.13).</summary>
internal static class StandInTrigger
{
    /// <summary>What the user sees when it fires on a message, <c>type subtype</c>; null when it does not.</summary>
    public static string? Fired(IReadOnlyDictionary<string, JsonElement> trigger, string topic, string payload)
    {
        if (trigger["topic"].GetString() != topic)
        {
            return null;
        }

        var value = trigger.TryGetValue("value_template", out var template)
            ? new Template(template.GetString()!).Render(payload)
            : payload;
        return !trigger.TryGetValue("payload", out var wanted) || wanted.GetString() == value
            ? $"{trigger["type"].GetString()} {trigger["subtype"].GetString()}"
            : null;
    }
}
