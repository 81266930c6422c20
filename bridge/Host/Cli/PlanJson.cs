using System.Text;
using System.Text.Json;
using Bridge.Host.Pipeline;
using Bridge.Host.Planning;

namespace Bridge.Host.Cli;

/// <summary>Prints a plan for programs: all of it, as one JSON object.</summary>
internal static class PlanJson
{
    /// <summary>One line.</summary>
    public static void Write(TextWriter output, string? instance, Plan plan)
    {
        var payload = JsonText.Object(json =>
        {
            json.WriteText("instance", instance);
            json.WriteNumber("gained", plan.Count(Fate.Gained));
            json.WriteNumber("lost", plan.Count(Fate.Lost));
            json.WriteNumber("changed", plan.Count(Fate.Changed));
            json.WriteNumber("kept", plan.Count(Fate.Kept));
            json.WriteNumber("unknown", plan.Count(Fate.Unknown));
            json.WriteBoolean("loses_history", plan.Loses);
            json.WriteStartArray("notes");
            foreach (var note in plan.Notes)
            {
                Write(json, note);
            }

            json.WriteEndArray();
            json.WriteStartArray("devices");
            foreach (var device in plan.Devices)
            {
                Write(json, device);
            }

            json.WriteEndArray();
        });
        output.WriteLine(Encoding.UTF8.GetString(payload));
    }

    private static void Write(Utf8JsonWriter json, PlanNote note)
    {
        json.WriteStartObject();
        json.WriteString("subject", note.Subject);
        json.WriteString("text", note.Text);
        json.WriteBoolean("loses_history", note.Loses);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DevicePlan device)
    {
        json.WriteStartObject();
        json.WriteString("device", device.Id);
        json.WriteString("identifier", device.Identifier);
        json.WriteString("name", device.Name);
        Write(json, device.Fate, device.Changes);
        json.WriteStartArray("entities");
        foreach (var entity in device.Entities)
        {
            json.WriteStartObject();
            json.WriteString("entity", entity.Key);
            json.WriteString("platform", entity.Platform);
            json.WriteString("unique_id", entity.UniqueId);
            Write(json, entity.Fate, entity.Changes);
            json.WriteString("history", PlanPage.History(entity.Fate));
            json.WriteBoolean("look_at_statistics", entity.MovesStatistics);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Fate fate, IEnumerable<Replacement> changes)
    {
        json.WriteString("change", fate.ToString().ToLowerInvariant());
        json.WriteStartObject("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject(change.Property);
            json.WriteText("before", change.Before);
            json.WriteText("after", change.After);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
