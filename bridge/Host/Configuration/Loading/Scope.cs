using System.Collections.Immutable;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;
using Bridge.Host.Configuration.Sources;
using Microsoft.Extensions.Configuration;

namespace Bridge.Host.Configuration.Loading;

/// <summary>The values of one map of the configuration; what does not fit is told as a fault.</summary>
/// <param name="surroundings">Sources, faults and the working directory.</param>
/// <param name="path">The map: <c>mqtt</c>, <c>devices:office</c>.</param>
/// <param name="origin">Where the map stands, for what is missing in it.</param>
internal sealed class Scope(Surroundings surroundings, string path, string origin)
{
    private const int LongestEcho = 40;

    /// <summary>The value, or the default when it is not given or does not fit.</summary>
    public T Get<T>(Setting<T> setting)
        where T : notnull => Read(setting) is { } value ? (T)value : setting.Default;

    /// <summary>The text; null when it is not given.</summary>
    public string? Text(Setting<string> setting) => Read(setting) as string;

    /// <summary>A path from the root, made from what was given; null when it is not given.</summary>
    public string? FullPath(Setting<string> setting) => Text(setting) is { } text ? surroundings.FullPath(text) : null;

    /// <summary>What was written; null for nothing.</summary>
    public Given? Find(string key) => surroundings.Layers.Find(ConfigurationPath.Combine(path, key));

    /// <summary>Where a key was written, whatever its value is; null for nowhere.</summary>
    public string? Place(string key) => surroundings.Layers.Children(path.Split(ConfigurationPath.KeyDelimiter))
        .FirstOrDefault(child => child.Key == key).Origin;

    /// <summary>The value; null when it is not given, or does not fit, which has been told.</summary>
    public object? Read(Setting setting)
    {
        if (setting.Form == SettingForm.Map)
        {
            return Map(setting);
        }

        var given = setting.Form == SettingForm.Secret ? Secret(setting) : Find(setting.Key);
        if (given is null)
        {
            if (setting.Required && !surroundings.Layers.Incomplete)
            {
                surroundings.Faults.Add(
                    origin, $"{path}:{setting.Key}", $"{setting.Key} is missing; expected {setting.Expected}");
            }

            return null;
        }

        if (IsVariable(given.Text))
        {
            surroundings.Faults.Warn(given.Origin, $"{path}:{setting.Key}", "${…} is taken as it stands; instead, set "
                + $"{EnvironmentProvider.NameOf($"{path.Replace(':', '.')}.{setting.Key}")}");
        }

        var value = setting.Read(given.Text);
        if (value is null)
        {
            Fault(setting.Key, given, Wrong(setting, given.Text));
        }

        return value;
    }

    /// <summary>The values of those settings that are given and fit.</summary>
    public SettingValues Values(IEnumerable<Setting> settings)
    {
        var given = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            if (Read(setting) is { } value)
            {
                given[setting.Key] = value;
            }
        }

        return new SettingValues(given);
    }

    /// <summary>Tells something odd about a key that was given.</summary>
    public void Warn(string key, Given given, string message) =>
        surroundings.Faults.Warn(given.Origin, $"{path}:{key}", message);

    /// <summary>Tells a fault of a key that was given.</summary>
    public void Fault(string key, Given? given, string message) =>
        surroundings.Faults.Add(given?.Origin ?? origin, $"{path}:{key}", message);

    private SettingMap? Map(Setting setting)
    {
        var below = ConfigurationPath.Combine(path, setting.Key);
        ImmutableArray<KeyValuePair<string, SettingValues>> entries =
        [
            .. surroundings.Layers.Children(below.Split(ConfigurationPath.KeyDelimiter)).Select(child =>
                KeyValuePair.Create(
                    child.Key,
                    new Scope(surroundings, ConfigurationPath.Combine(below, child.Key), child.Origin)
                        .Values(setting.Entry))),
        ];
        return entries.IsEmpty ? null : new SettingMap(entries);
    }

    private Given? Secret(Setting setting)
    {
        var file = Find(setting.Key + AllKeys.FileSuffix);
        if (Find(setting.Key) is { } plain)
        {
            if (file is not null)
            {
                Fault(setting.Key, plain, $"{setting.Key} and {setting.Key}{AllKeys.FileSuffix} "
                    + $"({file.Origin}) are both given; keep one of them");
            }

            return plain;
        }

        return file is null ? null : FromFile(setting, file);
    }

    private Given? FromFile(Setting setting, Given file)
    {
        if (FileText.TryRead(surroundings.FullPath(file.Text), out var text) is { } trouble)
        {
            Fault(setting.Key + AllKeys.FileSuffix, file, trouble);
            return null;
        }

        var end = text.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : text.EndsWith('\n') ? 1 : 0;
        return text.Length == end ? null : new Given(text[..^end], file.Origin);
    }

    private static bool IsVariable(string text) =>
        text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}');

    // Free text is never repeated: it may be a secret in the wrong place.
    private static string Wrong(Setting setting, string text)
    {
        var free = setting.Form is SettingForm.Text or SettingForm.List or SettingForm.Numbers or SettingForm.Pairs
            or SettingForm.Secret;
        var echo = free || text.Length > LongestEcho || text.Any(char.IsControl) ? "the value" : $"'{text}'";
        var meant = setting.Form switch
        {
            SettingForm.Choice => Nearest.To(text, setting.Choices),
            SettingForm.Address when setting.Read($"0x{text}") is not null => $"0x{text}",
            _ => null,
        };
        return $"{echo} does not fit; expected {setting.Expected}{Nearest.Hint(meant)}";
    }
}

/// <summary>What all readers share.</summary>
/// <param name="Layers">The sources.</param>
/// <param name="Faults">Where faults go.</param>
/// <param name="WorkingDirectory">What relative paths start from.</param>
internal sealed record Surroundings(Layers Layers, Faults Faults, string WorkingDirectory)
{
    /// <summary>The path from the root.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, WorkingDirectory);

    /// <summary>The section of that name.</summary>
    public Scope Section(KeySet keys) => new(this, keys.Name, keys.Name);

    /// <summary>The section inside a section.</summary>
    public Scope Section(KeySet outer, KeySet keys) =>
        new(this, ConfigurationPath.Combine(outer.Name, keys.Name), $"{outer.Name}.{keys.Name}");
}
