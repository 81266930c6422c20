using System.Globalization;
using System.Text;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>One entity of a line: where it stands, what its text means, and how it is set.</summary>
/// <param name="key">The entry's name; the entity's key, unless it is the second value of another.</param>
/// <param name="settings">Its entry of <c>values</c>.</param>
/// <param name="whole">Finds the entity of another entry.</param>
internal sealed class LineValue(string key, SettingValues settings, Func<string, Entity?> whole)
{
    private const string Placeholder = "{{value}}";
    private const NumberStyles Number =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // A line end in a value would begin another command.
    private const string WithoutControlCharacters = @"[^\x00-\x1F\x7F]*";

    private readonly LineWords _words = new(settings.Get(LineKeys.Kind), settings);

    private readonly bool _isNumber = settings.Has(LineKeys.Unit) || settings.Get(LineKeys.StateClass) != StateClass.None
        || (settings.Has(LineKeys.DeviceClass)
            && settings.Get(LineKeys.DeviceClass) is not ("date" or "enum" or "timestamp" or "uptime"));

    /// <summary>Its field in a line.</summary>
    public string Field { get; } = settings.Has(LineKeys.Field) ? settings.Get(LineKeys.Field) : key;

    /// <summary>True when a line must have it: it is read, or the user says where it stands.</summary>
    public bool IsRead => !Entity.CanBeSet || settings.Has(LineKeys.Field);

    /// <summary>The entry's name.</summary>
    public string Name => key;

    /// <summary>What is announced.</summary>
    public Entity Entity { get; } =
        LinePart.Of(settings)?.EntityOf(key, settings, whole) ?? EntityOf(key, settings);

    /// <summary>What a text is that does not fit.</summary>
    public string Misfit => Entity.Kind switch
    {
        EntityKind.Event => "none of its options",
        EntityKind.Switch or EntityKind.BinarySensor or EntityKind.Light or EntityKind.Fan => "no truth value",
        EntityKind.Cover or EntityKind.Valve => $"none of {_words.All}",
        _ => LineMoment.Is(Entity) ? $"no {LineMoment.Expected(Entity)}" : "no number",
    };

    /// <summary>What is wrong with the entry, in words.</summary>
    public IEnumerable<string> Problems()
    {
        var kind = Entity.Kind;
        var command = settings.Get(LineKeys.Command);
        if (Entity.CanBeSet != settings.Has(LineKeys.Command))
        {
            yield return Entity.CanBeSet ? $"{key} can be set and needs a command" : $"{key} is only read: give it a kind "
                + "that can be set, or take its command away";
        }
        else if (Entity.CanBeSet && kind != EntityKind.Button && !command.Contains(Placeholder, StringComparison.Ordinal))
        {
            yield return $"{key} has a command without {Placeholder}";
        }

        foreach (var problem in LinePart.Of(settings)?.Problems(key, settings, whole) ?? OwnProblems())
        {
            yield return problem;
        }
    }

    /// <summary>Reads a text; unknown when it is empty, null when it does not fit.</summary>
    public Value? Read(string text)
    {
        text = text.Trim();
        return text.Length == 0 ? Value.Unknown : Entity.Kind switch
        {
            EntityKind.BinarySensor or EntityKind.Switch or EntityKind.Light or EntityKind.Fan =>
                _words.Truth(text) is { } truth ? Value.Of(truth) : null,
            EntityKind.Cover or EntityKind.Valve => _words.State(text) is { } state ? Value.Of(state) : null,
            EntityKind.Number => NumberOf(text),
            EntityKind.Event => Entity.Options.Contains(text, StringComparer.Ordinal) ? Value.Of(text) : null,
            EntityKind.Sensor when LineMoment.Is(Entity) => LineMoment.Fits(Entity, text) ? Value.Of(text) : null,
            EntityKind.Sensor when Entity.Options.IsEmpty => NumberOf(text) is { } number && (_isNumber || !IsCode(text))
                ? number
                : _isNumber ? null : Value.Of(text),
            _ => Value.Of(text),
        };
    }

    /// <summary>The bytes that set it.</summary>
    /// <param name="value">What it is set to.</param>
    /// <param name="end">What follows a command that does not end its line itself.</param>
    public byte[] Encode(Value value, string end)
    {
        var command = Unescape(settings.Get(LineKeys.Command));
        var line = command.Replace(Placeholder, _words.Sent(value), StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(command is [.., '\n' or '\r'] ? line : line + end);
    }

    private static Entity EntityOf(string key, SettingValues settings) => new(key)
    {
        Kind = settings.Get(LineKeys.Kind),
        Name = settings.Has(LineKeys.Name) ? settings.Get(LineKeys.Name)
            : settings.Get(LineKeys.DeviceClass) == key ? null
            : EntityKey.InWords(key),
        Unit = Given(settings, LineKeys.Unit),
        DeviceClass = Given(settings, LineKeys.DeviceClass) ?? (IsEnum(settings) ? "enum" : null),
        StateClass = settings.Get(LineKeys.StateClass),
        Category = settings.Get(LineKeys.Category),
        Lowest = settings.Has(LineKeys.Min) ? settings.Get(LineKeys.Min) : null,
        Highest = settings.Has(LineKeys.Max) ? settings.Get(LineKeys.Max) : null,
        Step = settings.Has(LineKeys.Step) ? settings.Get(LineKeys.Step) : null,
        Options = settings.Get(LineKeys.Kind) switch
        {
            EntityKind.Cover => Movement.OfCover,
            EntityKind.Valve => Movement.OfValve,
            _ => settings.Get(LineKeys.Options),
        },
        Pattern = settings.Get(LineKeys.Kind) == EntityKind.Text ? WithoutControlCharacters : null,
        Abilities = settings.Get(LineKeys.Kind) == EntityKind.Event ? Abilities.Trigger
            : settings.Has(LineKeys.SendStop) ? Abilities.Stop
            : Abilities.None,
    };

    private IEnumerable<string> OwnProblems()
    {
        var kind = Entity.Kind;
        if (LineKeyUse.Foreign(kind, settings) is { } foreign)
        {
            var article = kind == EntityKind.Event ? "an" : "a";
            yield return $"{key} is {article} {LineKeyUse.Word(kind)} and has no {foreign}";
        }

        if (_words.Problem is { } problem)
        {
            yield return $"{key} {problem}";
        }

        if (kind is EntityKind.Select or EntityKind.Event && Entity.Options.IsEmpty)
        {
            yield return $"{key} is {(kind == EntityKind.Select ? "a select" : "an event")} and needs options";
        }

        if (kind == EntityKind.Number && (Entity.Lowest is null || Entity.Highest is null))
        {
            yield return $"{key} is a number and needs min and max";
        }

        if (Entity.Lowest >= Entity.Highest)
        {
            yield return $"{key} has a min that is not below its max";
        }

        if (Entity.Step <= 0)
        {
            yield return $"{key} has a step that is not above zero";
        }
    }

    private static bool IsEnum(SettingValues settings) =>
        settings.Get(LineKeys.Kind) == EntityKind.Sensor && settings.Has(LineKeys.Options);

    private static string? Given(SettingValues settings, Setting<string> setting) =>
        settings.Has(setting) ? settings.Get(setting) : null;

    private static Value? NumberOf(string text) =>
        decimal.TryParse(text, Number, CultureInfo.InvariantCulture, out var number) ? Value.Of(number)
        : text.Equals("nan", StringComparison.OrdinalIgnoreCase) ? Value.Unknown
        : null;

    // 007 is a name, not the number 7; a number that is declared as one may have leading zeros.
    private static bool IsCode(string text) => text is ['0', >= '0' and <= '9', ..] or ['+' or '-', '0', >= '0' and <= '9', ..];

    private static string Unescape(string text) => text
        .Replace(@"\\", "\0", StringComparison.Ordinal)
        .Replace(@"\n", "\n", StringComparison.Ordinal)
        .Replace(@"\r", "\r", StringComparison.Ordinal)
        .Replace(@"\t", "\t", StringComparison.Ordinal)
        .Replace('\0', '\\');
}
