using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>What the settings make of a line: its format and its entities, or what is wrong with them.</summary>
internal sealed class LinePlan
{
    private readonly List<string> _problems = [];

    /// <summary>Reads the settings of the driver.</summary>
    public LinePlan(SettingValues settings)
    {
        Values = ValuesOf(settings.Get(Lines.Values));
        Format = settings.Get(Lines.Format) switch
        {
            LineForm.Regex => PatternOf(settings),
            LineForm.Csv => ColumnsOf(settings),
            LineForm.Json => new JsonFormat(),
            _ => new KeyValueFormat(
                settings.Has(Lines.Delimiter) ? settings.Get(Lines.Delimiter) : null, settings.Get(Lines.Separator)),
        };
        CommandEnd = settings.Get(Lines.CommandEnd);
        TellUnused(settings);
        if (Format is { Fields.Count: > 0 })
        {
            AddFields(Format.Fields);
        }
        else if (Format is not null && Values.IsEmpty)
        {
            Tell(Lines.Values, "name what is to be read, such as { temperature: { field: T, unit: °C } }");
        }

        foreach (var problem in Values.SelectMany(static value => value.Problems()))
        {
            Tell(Lines.Values, problem);
        }

        foreach (var same in Values.GroupBy(static value => value.Entity.Key, StringComparer.Ordinal)
            .Where(static group => group.Count() > 1))
        {
            var names = string.Join(" and ", same.Select(static value => value.Name));
            Tell(Lines.Values, $"{names} would be one entity, {same.Key}");
        }

        foreach (var value in Values.Where(static value => Entity.ReservedKeys.Contains(value.Entity.Key, StringComparer.Ordinal)))
        {
            Tell(Lines.Values, $"{value.Entity.Key} is a name that the bridge needs itself; choose another one and "
                + $"give it field: {value.Field}");
        }
    }

    /// <summary>What is wrong, each beginning with the setting's key; empty for a plan that can be followed.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>How fields are found; null when the settings do not say.</summary>
    public LineFormat? Format { get; }

    /// <summary>What follows a command that does not end its line itself.</summary>
    public string CommandEnd { get; }

    /// <summary>What is made of the fields.</summary>
    public ImmutableArray<LineValue> Values { get; private set; }

    /// <summary>The entities.</summary>
    public ImmutableArray<Entity> Entities => [.. Values.Select(static value => value.Entity)];

    /// <summary>The entries in their order; what is the second value of another one finds that among them.</summary>
    private static ImmutableArray<LineValue> ValuesOf(SettingMap map)
    {
        var whole = map.Entries.Where(static entry => LinePart.Of(entry.Value) is null).ToDictionary(
            static entry => entry.Key,
            static entry => new LineValue(entry.Key, entry.Value, static _ => null).Entity,
            StringComparer.Ordinal);
        return [.. map.Entries.Select(entry => new LineValue(entry.Key, entry.Value, whole.GetValueOrDefault))];
    }

    private RegexFormat? PatternOf(SettingValues settings)
    {
        if (settings.Has(Lines.Pattern))
        {
            return RegexFormat.From(settings.Get(Lines.Pattern), problem => Tell(Lines.Pattern, problem));
        }

        Tell(Lines.Pattern, "format: regex needs a pattern");
        return null;
    }

    private CsvFormat? ColumnsOf(SettingValues settings)
    {
        var columns = settings.Get(Lines.Columns);
        var twice = columns.Where(static column => column[0] != '_').GroupBy(static column => column, StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Count() > 1);
        if (columns.IsEmpty || twice is not null)
        {
            Tell(Lines.Columns, twice is null
                ? "format: csv needs the names of its columns, such as [temperature, humidity]"
                : $"{twice.Key} stands there twice");
            return null;
        }

        return new CsvFormat(columns, settings.Has(Lines.Delimiter) ? settings.Get(Lines.Delimiter) : ",");
    }

    /// <summary>What a line has and no entry speaks of becomes an entity of its own name.</summary>
    private void AddFields(IReadOnlyList<string> fields)
    {
        foreach (var value in Values.Where(value => value.IsRead && !fields.Contains(value.Field, StringComparer.Ordinal)))
        {
            Tell(Lines.Values, $"{value.Entity.Key} is read from {value.Field}, but a line has {string.Join(", ", fields)}");
        }

        var plain = fields.Index()
            .Where(field => field.Item[0] != '_' && Values.All(value => value.Field != field.Item)).ToArray();
        foreach (var (index, field) in plain.Where(static field => !EntityKey.Fits(field.Item)))
        {
            Tell(
                Format is CsvFormat ? Lines.Columns : Lines.Pattern,
                $"number {index + 1}, {field}, is not a key of a to z, 0 to 9 and _; rename it, or give one to it with "
                + $"values: {{ my_key: {{ field: {field} }} }}");
        }

        Values = [.. Values, .. plain.Where(static field => EntityKey.Fits(field.Item))
            .Select(static field => new LineValue(field.Item, SettingValues.Defaults, static _ => null))];
    }

    private void TellUnused(SettingValues settings)
    {
        var form = settings.Get(Lines.Format);
        (Setting Setting, bool IsUsed, string Of)[] all =
        [
            (Lines.Pattern, form == LineForm.Regex, "regex"),
            (Lines.Columns, form == LineForm.Csv, "csv"),
            (Lines.Delimiter, form is LineForm.Csv or LineForm.KeyValue, "csv and key_value"),
            (Lines.Separator, form == LineForm.KeyValue, "key_value"),
        ];
        foreach (var (setting, _, of) in all.Where(each => !each.IsUsed && settings.Has(each.Setting)))
        {
            Tell(setting, $"belongs to format {of}");
        }
    }

    private void Tell(Setting setting, string problem) => _problems.Add($"{setting.Key}: {problem}");
}
