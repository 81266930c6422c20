using System.Collections.Immutable;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Unit.Devices.Drivers.Serial;

/// <summary>Settings of <c>lines</c>, read from words as a configuration has them.</summary>
internal static class LineSettingsOf
{
    public static StreamDriver Driver { get; } = (StreamDriver)DriverCatalog.Find("lines")!;

    public static ICommandedDecoder Create(SettingValues settings, TimeProvider time)
    {
        Driver.Check(settings).Should().BeEmpty();
        return (ICommandedDecoder)Driver.Create(settings, time);
    }

    public static SettingValues Regex(string pattern, params IEnumerable<(string Key, string Word)> more) =>
        Form("regex", [("pattern", pattern), .. more]);

    public static SettingValues Csv(params IEnumerable<string> columns) =>
        Form("csv", [("columns", string.Join(',', columns))]);

    public static SettingValues Form(
        string format,
        IEnumerable<(string Key, string Word)> settings,
        params ImmutableArray<KeyValuePair<string, SettingValues>> values)
    {
        var given = Read(Driver.Settings, [("format", format), .. settings]);
        if (!values.IsEmpty)
        {
            given["values"] = new SettingMap(values);
        }

        return new(given);
    }

    public static KeyValuePair<string, SettingValues> Value(string key, params IEnumerable<(string Key, string Word)> settings) =>
        new(key, new(Read(Driver.Settings.Single(static each => each.Key == "values").Entry, settings)));

    private static Dictionary<string, object> Read(
        ImmutableArray<Setting> known, IEnumerable<(string Key, string Word)> settings) => settings.ToDictionary(
            static each => each.Key,
            each => known.Single(setting => setting.Key == each.Key).Read(each.Word)
                ?? throw new ArgumentException($"{each.Key} cannot be {each.Word}", nameof(settings)),
            StringComparer.Ordinal);
}
