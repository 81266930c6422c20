using System.Collections.Immutable;

namespace Bridge.Devices.Model.Settings;

/// <summary>
/// One configuration key: its name, form, range, default and help stand here once; validation, the JSON Schema and the
/// reference page follow from it. Made by <see cref="SettingOf"/>.
/// </summary>
/// <param name="Key">The last part of the key's path, <c>[a-z0-9_]+</c>.</param>
/// <param name="Form">What may be written.</param>
/// <param name="Help">What it does, in one sentence for the reference page.</param>
public abstract record Setting(string Key, SettingForm Form, string Help)
{
    /// <summary>What may be written, in words: <c>a whole number from 1 to 65535</c>.</summary>
    public required string Expected { get; init; }

    /// <summary>The default as a person would write it; null for none.</summary>
    public string? DefaultText { get; init; }

    /// <summary>The words of a <see cref="SettingForm.Choice"/>; empty for other forms.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Lowest number, in seconds for a duration; null for no limit.</summary>
    public decimal? Lowest { get; init; }

    /// <summary>Highest number, in seconds for a duration; null for no limit.</summary>
    public decimal? Highest { get; init; }

    /// <summary>The keys of each entry of a <see cref="SettingForm.Map"/>; empty for other forms.</summary>
    public ImmutableArray<Setting> Entry { get; init; } = [];

    /// <summary>The user must give it.</summary>
    public bool Required { get; init; }

    /// <summary>An example for the reference page, where the default does not show the form.</summary>
    public string? Example { get; init; }

    /// <summary>Reads what the user wrote.</summary>
    /// <returns>The value, or null when it is not as <see cref="Expected"/> says.</returns>
    public abstract object? Read(string text);
}

/// <summary>What a person may write for a setting; decides the schema and the form in the reference page.</summary>
public enum SettingForm
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A text that appears in no log, topic or dump; can also be given as <c>…_file</c>.</summary>
    Secret,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with decimals.</summary>
    Number,

    /// <summary><c>true false on off yes no</c>.</summary>
    Boolean,

    /// <summary><c>500ms 30s 5m 1h</c>, or a number of seconds.</summary>
    Duration,

    /// <summary>A bus address: <c>0x76</c> or <c>118</c>.</summary>
    Address,

    /// <summary>One of <see cref="Setting.Choices"/>.</summary>
    Choice,

    /// <summary>Texts in their order: a list, or one text with commas between them.</summary>
    List,

    /// <summary>Names, each with settings of its own: those of <see cref="Setting.Entry"/>.</summary>
    Map,

    /// <summary>Numbers in their order: a list, or one text with commas between them.</summary>
    Numbers,

    /// <summary>Pairs of numbers: a list of lists of two.</summary>
    Pairs,

    /// <summary>A number, a percentage such as <c>2%</c>, or a truth value.</summary>
    Threshold,
}

/// <summary>A <see cref="Setting"/> whose value is a <typeparamref name="T"/>.</summary>
/// <inheritdoc cref="Setting"/>
public sealed record Setting<T>(string Key, SettingForm Form, string Help) : Setting(Key, Form, Help)
    where T : notnull
{
    /// <summary>The value when the user gives none.</summary>
    public required T Default { get; init; }

    /// <summary>Reads a text; null when it does not fit.</summary>
    public required Func<string, object?> Parse { get; init; }

    /// <inheritdoc/>
    public override object? Read(string text) => Parse(text);
}
