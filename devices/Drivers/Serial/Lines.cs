using System.Collections.Immutable;
using System.Text;
using Bridge.Devices.Drivers.Serial.TextLines;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers;

/// <summary>Text of one's own: each line is a reading, by a regular expression, as CSV, key=value or JSON.</summary>
/// <param name="plan">What a line is made into.</param>
/// <param name="longest">Bytes of the longest line.</param>
/// <param name="tellsUnmatched">Lines of another form are told as a fault.</param>
/// <param name="time">Stamps the readings.</param>
internal sealed class Lines(LinePlan plan, int longest, bool tellsUnmatched, TimeProvider time) : ICommandedDecoder
{
    /// <summary>How the values stand in a line.</summary>
    public static readonly Setting<LineForm> Format = SettingOf.Choice(
        "format", "How the values stand in a line.", "key_value",
        ("regex", LineForm.Regex), ("csv", LineForm.Csv), ("key_value", LineForm.KeyValue), ("json", LineForm.Json));

    /// <summary>The regular expression.</summary>
    public static readonly Setting<string> Pattern = SettingOf.Text(
        "pattern", "For `regex`: what a line must match somewhere; its named groups are entities. "
        + "Look-around and back references are not supported, so that every line is matched in bounded time.",
        expected: "a regular expression with named groups");

    /// <summary>The columns.</summary>
    public static readonly Setting<ImmutableArray<string>> Columns = SettingOf.List(
        "columns", "For `csv`: the names of all columns in order; names that begin with `_` are left out.",
        "a list of names");

    /// <summary>Between two columns or pairs.</summary>
    public static readonly Setting<string> Delimiter = SettingOf.Text(
        "delimiter", "Between two columns (by default a comma) or two pairs (by default spaces, commas and semicolons).");

    /// <summary>Between key and value.</summary>
    public static readonly Setting<string> Separator = SettingOf.Text(
        "separator", "For `key_value`: what stands between key and value.", "=");

    /// <summary>What the fields are.</summary>
    public static readonly Setting<SettingMap> Values = SettingOf.Map(
        "values", "What the values are, by the keys of their entities; see [lines.md](lines.md).",
        "a mapping of entity keys", LineKeys.All) with
    {
        Example = "{ temperature: { unit: °C, device_class: temperature } }",
    };

    /// <summary>What happens to other lines.</summary>
    public static readonly Setting<bool> Unmatched = SettingOf.Choice(
        "unmatched", "Lines of another form: `fault` tells the first of a run of them, `ignore` none.", "fault",
        ("fault", true), ("ignore", false));

    /// <summary>The longest line.</summary>
    public static readonly Setting<int> MaxLength = SettingOf.Integer(
        "max_length", "Bytes of the longest line; longer ones are noise.", 1024, 16, 65536);

    /// <summary>What a command ends with.</summary>
    public static readonly Setting<string> CommandEnd = SettingOf.Choice(
        "command_end", @"What is sent after a `command` that does not end with `\n` or `\r` itself.", "lf",
        ("lf", "\n"), ("crlf", "\r\n"), ("cr", "\r"), ("none", string.Empty));

    // So long a silence ends no line in the middle, down to 300 bits in a second.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    private readonly byte[] _line = new byte[longest];
    private readonly string[] _fields = [.. plan.Values.Select(static value => value.Field)];
    private readonly ImmutableHashSet<string> _events =
    [
        .. plan.Values.Select(static value => value.Entity)
            .Where(static entity => entity.Kind == EntityKind.Event).Select(static entity => entity.Key),
    ];

    private readonly string?[] _texts = new string?[plan.Values.Length];
    private int _length;
    private bool _skips;
    private bool _isTold;
    private long? _opened;

    /// <inheritdoc/>
    public void Consume(ReadOnlySpan<byte> bytes, IStreamSink sink)
    {
        if (_opened is { } opened)
        {
            // What comes at once may be the rest of a line: 1.5 instead of 21.5.
            _skips = time.GetElapsedTime(opened) < Silence;
            _opened = null;
        }

        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            Append(end < 0 ? bytes : bytes[..end], sink);
            if (end < 0)
            {
                return;
            }

            if (!_skips && _length > 0)
            {
                Take(Encoding.UTF8.GetString(_line, 0, _length), sink);
            }

            _skips = false;
            _length = 0;
            bytes = bytes[(end + 1)..];
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _length = 0;
        _skips = false;
        _opened = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Encode(Command command) =>
        plan.Values.Single(value => value.Entity.Key == command.Key).Encode(command.Value, plan.CommandEnd);

    private void Append(ReadOnlySpan<byte> bytes, IStreamSink sink)
    {
        if (_skips)
        {
            return;
        }

        if (bytes.Length > longest - _length)
        {
            _skips = true;
            TellOnce(sink, $"No line end within {longest} bytes; check the line's speed and parity, or max_length.");
            return;
        }

        bytes.CopyTo(_line.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Take(string line, IStreamSink sink)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        if (plan.Format!.Read(line, _fields, _texts) is { } reason)
        {
            if (tellsUnmatched)
            {
                TellOnce(sink, $"A line cannot be read, {reason}: '{Quote(line)}'.");
            }

            return;
        }

        var values = Convert(out var wrong);
        if (wrong is not null)
        {
            sink.Fault(BusFault.InvalidValue, wrong);
        }

        if (!values.IsEmpty)
        {
            _isTold = false;
            sink.Report(ReadingOf(values));
        }
    }

    private Reading ReadingOf(ImmutableArray<KeyedValue> values)
    {
        var happened = values.Where(value => _events.Contains(value.Key)).ToArray();
        return new(time.GetUtcNow(), values.RemoveRange(happened))
        {
            Events =
            [
                .. happened.Where(static value => value.Value.Kind == ValueKind.Text)
                    .Select(static value => new DeviceEvent(value.Key, value.Value.Text)),
            ],
        };
    }

    private ImmutableArray<KeyedValue> Convert(out string? wrong)
    {
        var values = ImmutableArray.CreateBuilder<KeyedValue>(_texts.Length);
        wrong = null;
        foreach (var (text, value) in _texts.Zip(plan.Values))
        {
            if (text is null || value.Entity.Kind == EntityKind.Button)
            {
                continue;
            }

            if (value.Read(text) is { } read)
            {
                values.Add(new(value.Entity.Key, read));
            }
            else
            {
                wrong ??= $"{value.Entity.Key} is '{Quote(text)}', which is {value.Misfit}.";
            }
        }

        return values.ToImmutable();
    }

    /// <summary>Of a run of lines that cannot be read, the first: a device that talks otherwise too is not broken.</summary>
    private void TellOnce(IStreamSink sink, string message)
    {
        if (!_isTold)
        {
            _isTold = true;
            sink.Fault(BusFault.Protocol, message);
        }
    }

    private static string Quote(string line)
    {
        const int Longest = 60;
        var text = line.Length <= Longest ? line : line[..Longest] + "…";
        return string.Concat(text.Select(static letter => char.IsControl(letter) ? '\uFFFD' : letter));
    }
}

/// <summary>The entry of <c>lines</c>.</summary>
internal static partial class DriverEntries
{
    internal static readonly Driver Lines = new StreamDriver(
        "lines", "Text of one's own, a line a reading: regular expression, CSV, key=value or JSON")
    {
        Info = new() { Model = "Text lines" },
        Settings =
        [
            Drivers.Lines.Format, Drivers.Lines.Pattern, Drivers.Lines.Columns, Drivers.Lines.Delimiter,
            Drivers.Lines.Separator, Drivers.Lines.Values, Drivers.Lines.CommandEnd, Drivers.Lines.Unmatched,
            Drivers.Lines.MaxLength,
        ],
        Check = static values => new LinePlan(values).Problems,
        Entities = static values => new LinePlan(values).Entities,
        Line = static _ => new LineSettings(9600),
        Create = static (values, time) => new Lines(
            new LinePlan(values), values.Get(Drivers.Lines.MaxLength), values.Get(Drivers.Lines.Unmatched), time),
        Source = "the settings: what the device sends is known to its user",
    };
}
