using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>
/// One entity of one meter: what its telegrams have shown of it so far, and its last text with the value that it gave,
/// because most lines of a telegram are those of the one before.
/// </summary>
internal sealed class P1Slot(ObisForm form, Entity entity)
{
    private const int LongestText = 64;

    private readonly byte[] _text = new byte[LongestText];
    private int _textLength = -1;
    private Value _value;

    /// <summary>The entity as far as it is known; null as long as no telegram held a value of it.</summary>
    public Entity? Known { get; private set; }

    /// <summary>The telegram that gave the last value; a code that comes twice counts once.</summary>
    public int Telegram { get; set; }

    /// <summary>Reads a value.</summary>
    /// <param name="text">What stands in the parentheses.</param>
    /// <param name="value">The value, when there is one.</param>
    /// <param name="grown">Set when the entity became known or changed by it; left alone otherwise.</param>
    public P1Outcome Read(ReadOnlySpan<byte> text, out Value value, ref bool grown)
    {
        text = text.Trim((byte)' ');
        if (text.Length == _textLength && text.SequenceEqual(_text.AsSpan(0, _textLength)))
        {
            value = _value;
            return P1Outcome.Value;
        }

        var outcome = Parse(text, out value);
        if (outcome != P1Outcome.Value)
        {
            return outcome;
        }

        grown |= Learn(value);
        _value = value;
        _textLength = text.Length <= LongestText ? text.Length : -1;
        text[..Math.Max(_textLength, 0)].CopyTo(_text);
        return P1Outcome.Value;
    }

    private P1Outcome Parse(ReadOnlySpan<byte> text, out Value value)
    {
        value = default;
        switch (form)
        {
            case ObisForm.Number:
                return ParseNumber(text, out value);
            case ObisForm.Time:
                var isTime = P1Time.TryRead(text, out var time);
                value = time is null ? default : Value.Of(time);
                return time is not null ? P1Outcome.Value : isTime || text.IsEmpty ? P1Outcome.Nothing : P1Outcome.Unreadable;
            case ObisForm.Text:
                value = P1Text.Read(text) is { } given ? Value.Of(given) : Value.Unknown;
                return P1Outcome.Value;
            case ObisForm.Serial:
                value = P1Text.Serial(text) is { } serial ? Value.Of(serial) : default;
                return value.Kind == ValueKind.Text ? P1Outcome.Value : P1Outcome.Nothing;
            default:
                var word = form == ObisForm.Tariff ? Tariff(text) : Switch(text);
                value = word is null ? default : Value.Of(word);
                return word is null ? P1Outcome.Nothing : P1Outcome.Value;
        }
    }

    private P1Outcome ParseNumber(ReadOnlySpan<byte> text, out Value value)
    {
        value = default;
        if (text.IsEmpty)
        {
            return P1Outcome.Nothing;
        }

        var star = text.IndexOf((byte)'*');
        if (P1Unit.Shift(star < 0 ? [] : text[(star + 1)..], entity.Unit) is not { } shift)
        {
            return P1Outcome.OtherUnit;
        }

        if (!P1Number.TryRead(star < 0 ? text : text[..star], shift, out var number))
        {
            return P1Outcome.Unreadable;
        }

        value = Value.Of(number);
        return P1Outcome.Value;
    }

    private bool Learn(Value value)
    {
        var before = Known;
        Known ??= entity;
        if (value.Kind == ValueKind.Number && Known.DeviceClass is not null && !(Known.DisplayPrecision >= value.Number.Scale))
        {
            Known = Known with { DisplayPrecision = value.Number.Scale };
        }

        if (form == ObisForm.Tariff && !Known.Options.Contains(value.Text, StringComparer.Ordinal))
        {
            Known = Known with { Options = ["1", "2", "3", "4"] };
        }

        return !ReferenceEquals(before, Known);
    }

    private static string? Tariff(ReadOnlySpan<byte> text) => text.TrimStart((byte)'0') switch
    {
        [(byte)'1'] => "1",
        [(byte)'2'] => "2",
        [(byte)'3'] => "3",
        [(byte)'4'] => "4",
        _ => null,
    };

    private static string? Switch(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'0'] or [(byte)'O', (byte)'F', (byte)'F'] => "disconnected",
        [(byte)'1'] or [(byte)'O', (byte)'N'] => "connected",
        [(byte)'2'] => "ready",
        _ => null,
    };
}

/// <summary>What came of reading a value.</summary>
internal enum P1Outcome
{
    /// <summary>A value.</summary>
    Value,

    /// <summary>The meter says that it has none.</summary>
    Nothing,

    /// <summary>A number in another unit.</summary>
    OtherUnit,

    /// <summary>Not what the code promises.</summary>
    Unreadable,
}
