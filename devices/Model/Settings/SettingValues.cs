namespace Bridge.Devices.Model.Settings;

/// <summary>Validated values of settings; a key that was not given has its default.</summary>
public sealed class SettingValues
{
    private readonly IReadOnlyDictionary<string, object> _given;

    /// <summary>Values as <see cref="Setting.Read"/> made them, by key.</summary>
    public SettingValues(IReadOnlyDictionary<string, object> given) => _given = given;

    /// <summary>Nothing given: all defaults.</summary>
    public static SettingValues Defaults { get; } = new(new Dictionary<string, object>(StringComparer.Ordinal));

    /// <summary>The value, or the setting's default.</summary>
    public T Get<T>(Setting<T> setting)
        where T : notnull => _given.TryGetValue(setting.Key, out var value) ? (T)value : setting.Default;

    /// <summary>True when the user gave it.</summary>
    public bool Has(Setting setting) => _given.ContainsKey(setting.Key);
}
