using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>A device's words for on and off, or for <see cref="Movement"/>, in its lines and in commands.</summary>
/// <param name="kind">What the entity is.</param>
/// <param name="settings">Its entry of <c>values</c>.</param>
internal sealed class LineWords(EntityKind kind, SettingValues settings)
{
    private static readonly ImmutableArray<(string State, Setting<string> Word)> Switched =
        [("on", LineKeys.ValueOn), ("off", LineKeys.ValueOff)];

    private static readonly ImmutableArray<(string State, Setting<string> Word)> Moved =
    [
        (Movement.Open, LineKeys.ValueOpen), (Movement.Closed, LineKeys.ValueClosed),
        (Movement.Opening, LineKeys.ValueOpening), (Movement.Closing, LineKeys.ValueClosing),
        (Movement.Stopped, LineKeys.ValueStopped),
    ];

    private readonly ImmutableArray<(string State, string Word)> _states =
        [.. StatesOf(kind).Select(state => (state.State, settings.Get(state.Word)))];

    /// <summary>All states in the device's words.</summary>
    public string All => string.Join(", ", _states.Select(static state => state.Word));

    /// <summary>What is wrong with the words; null when each stands for one state.</summary>
    public string? Problem => _states.GroupBy(static state => state.Word, StringComparer.Ordinal)
        .Where(static group => group.Count() > 1)
        .Select(static group =>
            $"says {group.Key} both for {string.Join(" and for ", group.Select(static state => state.State))}")
        .FirstOrDefault();

    /// <summary>Whether a text says on; null when it says neither.</summary>
    public bool? Truth(string text) => text switch
    {
        _ when text == settings.Get(LineKeys.ValueOn) => true,
        _ when text == settings.Get(LineKeys.ValueOff) => false,
        _ => text.ToLowerInvariant() switch
        {
            "true" or "on" or "yes" or "1" => true,
            "false" or "off" or "no" or "0" => false,
            _ => null,
        },
    };

    /// <summary>The word of <see cref="Movement"/> that a text stands for; null for none.</summary>
    public string? State(string text) =>
        _states.FirstOrDefault(state => state.Word == text).State
        ?? _states.Select(static state => state.State)
            .FirstOrDefault(state => state.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>What stands for a value in a command.</summary>
    public string Sent(Value value) => value switch
    {
        { Kind: ValueKind.Boolean } => settings.Get(value.Boolean ? LineKeys.ValueOn : LineKeys.ValueOff),
        _ when kind is not (EntityKind.Cover or EntityKind.Valve) => value.ToString(),
        { Text: Movement.ToOpen } =>
            settings.Get(settings.Has(LineKeys.SendOpen) ? LineKeys.SendOpen : LineKeys.ValueOpen),
        { Text: Movement.ToStop } => settings.Get(LineKeys.SendStop),
        _ => settings.Has(LineKeys.SendClose) ? settings.Get(LineKeys.SendClose)
            : settings.Has(LineKeys.ValueClosed) ? settings.Get(LineKeys.ValueClosed)
            : Movement.ToClose,
    };

    private static ImmutableArray<(string State, Setting<string> Word)> StatesOf(EntityKind kind) => kind switch
    {
        EntityKind.BinarySensor or EntityKind.Switch or EntityKind.Light or EntityKind.Fan => Switched,
        EntityKind.Cover => Moved,
        EntityKind.Valve => [.. Moved.Where(static state => state.State != Movement.Stopped)],
        _ => [],
    };
}
