using System.Collections.Immutable;

namespace Bridge.Devices.Model.Settings;

/// <summary>The value of a <see cref="SettingForm.Map"/>: entries by name, in the order in which they were written.</summary>
/// <param name="Entries">Each name once, with what was given for it.</param>
public sealed record SettingMap(ImmutableArray<KeyValuePair<string, SettingValues>> Entries)
{
    /// <summary>No entry.</summary>
    public static SettingMap Empty { get; } = new([]);
}
