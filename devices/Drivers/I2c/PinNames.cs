using System.Collections.Immutable;
using System.Globalization;

namespace Bridge.Devices.Drivers.I2c;

/// <summary>Lines of an expander by the keys of their entities, in the order of the configuration.</summary>
/// <param name="Pins">The lines.</param>
internal sealed record PinNames(ImmutableArray<Pin> Pins)
{
    private const int LongestKey = 63;

    /// <summary>No line.</summary>
    public static PinNames None { get; } = new([]);

    /// <summary>The bits of all lines.</summary>
    public byte Mask => (byte)Pins.Aggregate(0, static (bits, pin) => bits | pin.Mask);

    /// <summary>Reads <c>relay_1=0, relay_2=1</c>; null when it is not of that form.</summary>
    public static PinNames? Parse(string text)
    {
        var pins = text.Split(',', StringSplitOptions.TrimEntries).Select(ParseOne).ToArray();
        return pins.Contains(null) ? null : new([.. pins.Select(static pin => pin!.Value)]);
    }

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString() => string.Join(", ", Pins.Select(static pin => $"{pin.Key}={pin.Number}"));

    private static Pin? ParseOne(string text) =>
        text.Split('=', StringSplitOptions.TrimEntries) is [var key, var line]
            && key.Length is > 0 and <= LongestKey
            && key[0] != '_'
            && key.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')
            && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < 8
                ? new Pin(key, number)
                : null;
}

/// <summary>One line.</summary>
/// <param name="Key">The key of its entity.</param>
/// <param name="Number">0 to 7, as P0 to P7 of the data sheet.</param>
internal readonly record struct Pin(string Key, int Number)
{
    /// <summary>Its bit.</summary>
    public byte Mask => (byte)(1 << Number);
}
