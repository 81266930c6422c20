using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bridge.Devices.Model;

namespace Bridge.Host.Link;

/// <summary>Reads what a command asks for and holds it against its entity: a driver gets only what is allowed.</summary>
internal static class CommandText
{
    private const int LongestText = 255;
    private const string Stop = "STOP";
    private const decimal Largest = 1_000_000_000_000_000; // what a double tells exactly, as Home Assistant has it
    private const decimal Noise = 0.000001m; // of a step: 0.1 + 0.2 comes as 0.30000000000000004
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(100);

    /// <summary>The command that a payload asks for; null when it is not allowed, with why.</summary>
    /// <param name="entity">What is to be set.</param>
    /// <param name="payload">As Home Assistant sends it: <c>ON</c>, <c>21.5</c>, an option, <c>PRESS</c>, a text.</param>
    /// <param name="error">What is wrong, and what is expected.</param>
    public static Command? Read(Entity entity, string payload, out string? error)
    {
        // Home Assistant stops a valve that has a position where it sends the position.
        if (entity.Aspect is { } aspect && payload == Stop && entity.Abilities.HasFlag(Abilities.Stop))
        {
            error = null;
            return new(aspect.Of, Value.Of(Movement.ToStop));
        }

        var (value, wrong) = entity.Kind switch
        {
            EntityKind.Switch or EntityKind.Light or EntityKind.Fan => Truth(entity, payload),
            EntityKind.Cover or EntityKind.Valve => Move(entity, payload),
            EntityKind.Update when entity.CanBeSet => Word(entity, payload, "INSTALL"),
            EntityKind.Number => Number(entity, payload),
            EntityKind.Select => Option(entity, payload),
            EntityKind.Button => Word(entity, payload, "PRESS"),
            EntityKind.Text => Text(entity, payload),
            _ => (null, $"{entity.Key} is read only"),
        };
        error = wrong;
        return value is { } wanted ? new(entity.Key, wanted) : null;
    }

    /// <summary>The text of a value in a JSON object, as the entity's own topic would have it; null for no single value.</summary>
    public static string? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static (Value? Value, string? Error) Truth(Entity entity, string payload) => payload switch
    {
        "ON" or "on" or "true" => (Value.Of(true), null),
        "OFF" or "off" or "false" => (Value.Of(false), null),
        _ => (null, $"{entity.Key} takes ON or OFF"),
    };

    private static (Value? Value, string? Error) Number(Entity entity, string payload)
    {
        if (!decimal.TryParse(payload, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) > Largest)
        {
            return (null, $"{entity.Key} takes a number such as 21.5");
        }

        if (number < entity.Lowest || number > entity.Highest)
        {
            return (null, $"{entity.Key} takes {Range(entity)}, not {number}");
        }

        return OnStep(entity, number) is { } exact
            ? (Value.Of(exact), null)
            : (null, $"{entity.Key} takes steps of {entity.Step} from {entity.Lowest ?? 0}, not {number}");
    }

    private static decimal? OnStep(Entity entity, decimal number)
    {
        if (entity.Step is not { } step)
        {
            return number;
        }

        var lowest = entity.Lowest ?? 0;
        var steps = (number - lowest) / step;
        var whole = decimal.Round(steps);
        return steps == whole ? number
            : Math.Abs(steps - whole) <= Noise ? lowest + (whole * step)
            : null;
    }

    private static string Range(Entity entity) => entity switch
    {
        { Highest: null } => $"{entity.Lowest} or more",
        { Lowest: null } => $"{entity.Highest} or less",
        _ => $"{entity.Lowest} to {entity.Highest}",
    };

    private static (Value? Value, string? Error) Option(Entity entity, string payload) =>
        entity.Options.Contains(payload, StringComparer.Ordinal)
            ? (Value.Of(payload), null)
            : (null, $"{entity.Key} takes one of {string.Join(", ", entity.Options)}");

    private static (Value? Value, string? Error) Move(Entity entity, string payload)
    {
        var stops = entity.Abilities.HasFlag(Abilities.Stop);
        return payload switch
        {
            "OPEN" => (Value.Of(Movement.ToOpen), null),
            "CLOSE" => (Value.Of(Movement.ToClose), null),
            Stop when stops => (Value.Of(Movement.ToStop), null),
            _ => (null, $"{entity.Key} takes {(stops ? "OPEN, CLOSE or STOP" : "OPEN or CLOSE")}"),
        };
    }

    private static (Value? Value, string? Error) Word(Entity entity, string payload, string word) =>
        payload == word ? (Value.Of(true), null) : (null, $"{entity.Key} takes {word}");

    // A control character would end the line of a device that speaks in lines, and begin one of the sender's own.
    private static (Value? Value, string? Error) Text(Entity entity, string payload) =>
        payload.Length > LongestText ? (null, $"{entity.Key} takes at most {LongestText} characters")
        : payload.Any(char.IsControl) ? (null, $"{entity.Key} takes no control characters")
        : entity.Pattern is { } pattern && !Matches(payload, pattern) ? (null, $"{entity.Key} must match {pattern}")
        : (Value.Of(payload), null);

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
