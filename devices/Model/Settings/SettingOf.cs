using System.Collections.Immutable;
using System.Globalization;

namespace Bridge.Devices.Model.Settings;

/// <summary>Makes <see cref="Setting{T}"/>s, one method a form.</summary>
public static class SettingOf
{
    /// <summary>Any text that is not empty.</summary>
    public static Setting<string> Text(string key, string help, string @default = "", string expected = "a text") =>
        new(key, SettingForm.Text, help)
        {
            Default = @default,
            DefaultText = @default.Length == 0 ? null : @default,
            Expected = expected,
            Parse = static text => text.Length == 0 ? null : text,
        };

    /// <summary>Text that must fit <paramref name="fits"/>.</summary>
    public static Setting<string> Text(
        string key, string help, string @default, string expected, Func<string, bool> fits) =>
        Text(key, help, @default, expected) with { Parse = text => fits(text) ? text : null };

    /// <summary>One or more texts without commas, in their order.</summary>
    public static Setting<ImmutableArray<string>> List(string key, string help, string expected) =>
        new(key, SettingForm.List, help)
        {
            Default = [],
            Expected = expected,
            Parse = static text => text.Split(',', StringSplitOptions.TrimEntries) is var items
                && items.Contains(string.Empty, StringComparer.Ordinal) ? null : ImmutableArray.Create(items),
        };

    /// <summary>Names of the user's, each with the keys of <paramref name="entry"/>.</summary>
    public static Setting<SettingMap> Map(string key, string help, string expected, ImmutableArray<Setting> entry) =>
        new(key, SettingForm.Map, help)
        {
            Default = SettingMap.Empty,
            Expected = expected,
            Entry = entry,
            Parse = static _ => null, // never one text
        };

    /// <summary>A secret.</summary>
    public static Setting<string> Secret(string key, string help) =>
        new(key, SettingForm.Secret, help)
        {
            Default = string.Empty,
            Expected = "a text",
            Parse = static text => text,
        };

    /// <summary>A whole number from <paramref name="lowest"/> to <paramref name="highest"/>.</summary>
    public static Setting<int> Integer(string key, string help, int @default, int lowest, int highest) =>
        new(key, SettingForm.Integer, help)
        {
            Default = @default,
            DefaultText = @default.ToString(CultureInfo.InvariantCulture),
            Expected = $"a whole number from {lowest} to {highest}",
            Lowest = lowest,
            Highest = highest,
            Parse = text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= lowest && number <= highest ? number : null,
        };

    /// <summary>A number from <paramref name="lowest"/> to <paramref name="highest"/>.</summary>
    public static Setting<decimal> Number(string key, string help, decimal @default, decimal lowest, decimal highest) =>
        new(key, SettingForm.Number, help)
        {
            Default = @default,
            DefaultText = @default.ToString(CultureInfo.InvariantCulture),
            Expected = $"a number from {lowest} to {highest}",
            Lowest = lowest,
            Highest = highest,
            Parse = text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number >= lowest && number <= highest ? number : null,
        };

    /// <summary><c>true false on off yes no</c>, any case.</summary>
    public static Setting<bool> Boolean(string key, string help, bool @default) =>
        new(key, SettingForm.Boolean, help)
        {
            Default = @default,
            DefaultText = @default ? "true" : "false",
            Expected = "true or false (also on, off, yes, no)",
            Parse = static text => text.ToLowerInvariant() switch
            {
                "true" or "on" or "yes" => true,
                "false" or "off" or "no" => false,
                _ => null,
            },
        };

    /// <summary>A duration such as <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>, or a number of seconds.</summary>
    public static Setting<TimeSpan> Duration(
        string key, string help, TimeSpan @default, TimeSpan lowest, TimeSpan highest) =>
        new(key, SettingForm.Duration, help)
        {
            Default = @default,
            DefaultText = DurationText.Write(@default),
            Expected = $"a duration from {DurationText.Write(lowest)} to {DurationText.Write(highest)}, "
                + "such as 500ms, 30s, 5m, 1h",
            Lowest = (decimal)lowest.TotalSeconds,
            Highest = (decimal)highest.TotalSeconds,
            Parse = text => DurationText.Read(text) is { } time && time >= lowest && time <= highest ? time : null,
        };

    /// <summary>A 7-bit bus address, <c>0x08</c> to <c>0x77</c>, hexadecimal or decimal.</summary>
    public static Setting<byte> Address(string key, string help, byte @default) =>
        new(key, SettingForm.Address, help)
        {
            Default = @default,
            DefaultText = $"0x{@default:x2}",
            Expected = "an address from 0x08 to 0x77 (118 and 0x76 are the same)",
            Lowest = 0x08,
            Highest = 0x77,
            Parse = static text =>
            {
                var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
                return byte.TryParse(
                    hex ? text.AsSpan(2) : text,
                    hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var address) && address is >= 0x08 and <= 0x77 ? address : null;
            },
        };

    /// <summary>One of a few words, each standing for a value.</summary>
    public static Setting<T> Choice<T>(string key, string help, string @default, params (string Word, T Value)[] words)
        where T : notnull
    {
        var choices = words.Select(static each => each.Word).ToArray();
        return new(key, SettingForm.Choice, help)
        {
            Default = words.Single(each => each.Word == @default).Value,
            DefaultText = @default,
            Expected = "one of " + string.Join(", ", choices),
            Choices = choices,
            Parse = text => words.Where(each => each.Word.Equals(text, StringComparison.OrdinalIgnoreCase))
                .Select(static each => (object?)each.Value).FirstOrDefault(),
        };
    }
}
