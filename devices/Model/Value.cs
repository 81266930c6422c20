using System.Globalization;

namespace Bridge.Devices.Model;

/// <summary>One value of one entity: an exact decimal, a text, a truth value, or unknown. Never NaN, never -1 for "none".</summary>
public readonly record struct Value
{
    private readonly decimal _number;
    private readonly string? _text;

    private Value(ValueKind kind, decimal number, string? text)
    {
        Kind = kind;
        _number = number;
        _text = text;
    }

    /// <summary>No value; also <c>default</c>.</summary>
    public static Value Unknown => default;

    /// <summary>What this value holds.</summary>
    public ValueKind Kind { get; }

    /// <summary>The number; only for <see cref="ValueKind.Number"/>.</summary>
    public decimal Number => Kind == ValueKind.Number ? _number : throw Wrong(ValueKind.Number);

    /// <summary>The text; only for <see cref="ValueKind.Text"/>.</summary>
    public string Text => Kind == ValueKind.Text ? _text! : throw Wrong(ValueKind.Text);

    /// <summary>The truth value; only for <see cref="ValueKind.Boolean"/>.</summary>
    public bool Boolean => Kind == ValueKind.Boolean ? _number != 0 : throw Wrong(ValueKind.Boolean);

    /// <summary>An exact number; trailing zeros are kept, as a meter sends them.</summary>
    public static Value Of(decimal number) => new(ValueKind.Number, number, null);

    /// <summary>A text.</summary>
    public static Value Of(string text) => new(ValueKind.Text, 0, text);

    /// <summary>A truth value.</summary>
    public static Value Of(bool value) => new(ValueKind.Boolean, value ? 1 : 0, null);

    /// <summary>The value as a person reads it; <c>unknown</c> when there is none.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Number => _number.ToString(CultureInfo.InvariantCulture),
        ValueKind.Text => _text!,
        ValueKind.Boolean => _number != 0 ? "true" : "false",
        _ => "unknown",
    };

    private InvalidOperationException Wrong(ValueKind asked) => new($"The value is {Kind}, not {asked}.");
}

/// <summary>What a <see cref="Value"/> holds.</summary>
public enum ValueKind
{
    /// <summary>Nothing known yet; published as JSON null.</summary>
    Unknown,

    /// <summary>An exact decimal number.</summary>
    Number,

    /// <summary>Text, at most 255 characters when it reaches Home Assistant.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,
}
