using System.Collections.Immutable;
using Bridge.Host.Planning;

namespace Bridge.Host.Cli;

/// <summary>Prints a plan for a person: only what changes.</summary>
internal static class PlanPage
{
    private static readonly ImmutableArray<string> Head = ["CHANGE", "DEVICE", "ENTITY", "IN HOME ASSISTANT", "HISTORY"];

    /// <summary>Notes, a line for each change, and their sum.</summary>
    public static void Write(TextWriter output, string? state, string? instance, Plan plan)
    {
        output.WriteLine($"state     {state ?? "in memory"}");
        output.WriteLine($"instance  {instance ?? "none yet"}");
        foreach (var note in plan.Notes)
        {
            output.WriteLine($"note      {note.Subject}: {note.Text}");
        }

        ImmutableArray<ImmutableArray<string>> rows = [Head, .. plan.Devices.SelectMany(Rows)];
        output.WriteLine();
        if (rows.Length > 1)
        {
            TextTable.Write(output, rows);
            output.WriteLine();
        }

        var unknown = plan.Count(Fate.Unknown) is > 0 and var number ? $"; of {number} it is not known" : string.Empty;
        output.WriteLine($"Home Assistant gains {Entities(plan.Count(Fate.Gained))} and loses {plan.Count(Fate.Lost)}; "
            + $"{plan.Count(Fate.Changed)} change with their history kept, "
            + $"{plan.Count(Fate.Kept)} stay as they are{unknown}.");
    }

    // Of a device that comes or goes as a whole, its entities are only counted.
    private static IEnumerable<ImmutableArray<string>> Rows(DevicePlan device)
    {
        if (device.Fate != Fate.Kept)
        {
            yield return Row(device.Fate, device.Id, "(device)", device.Fate == Fate.Changed
                ? string.Join("; ", device.Changes.Select(Text))
                : $"{device.Name}, {Entities(device.Entities.Length)}");
        }

        if (device.Fate is Fate.Kept or Fate.Changed)
        {
            foreach (var entity in device.Entities.Where(static each => each.Fate != Fate.Kept || !each.Changes.IsEmpty))
            {
                yield return Row(entity.Fate, device.Id, entity.Key, Text(device, entity), entity.MovesStatistics);
            }
        }
    }

    private static ImmutableArray<string> Row(
        Fate fate, string device, string entity, string text, bool movesStatistics = false)
    {
        var history = History(fate) + (movesStatistics ? ", look at its statistics" : string.Empty);
        return [fate.ToString().ToLowerInvariant(), device, entity, text, history];
    }

    /// <summary>A word for what becomes of the history.</summary>
    public static string History(Fate fate) => fate switch
    {
        Fate.Gained => "new",
        Fate.Lost => "lost",
        Fate.Unknown => "unknown",
        _ => "kept",
    };

    private static string Text(DevicePlan device, EntityPlan entity) => entity.Fate switch
    {
        Fate.Lost => entity.Platform,
        Fate.Gained when device.Entities.FirstOrDefault(each => each.Key == entity.Key && each.Fate == Fate.Lost) is { } lost =>
            $"{entity.Platform} in place of the {lost.Platform}",
        Fate.Gained => entity.Platform,
        _ => string.Join("; ", entity.Changes.Select(Text)),
    };

    private static string Text(Replacement change) => change.Property == Replacement.EntityId
        ? $"keeps its entity id; {change.After} is for new entities"
        : $"{change.Property} {Value(change.Property, change.Before)} → {Value(change.Property, change.After)}";

    private static string Value(string property, string? value) => (property, value) switch
    {
        ("name", null) => "of its class",
        ("name", "") => "of the device",
        (_, null) => "none",
        _ => value,
    };

    private static string Entities(int count) => count == 1 ? "1 entity" : $"{count} entities";
}
