using System.Buffers;
using System.Text;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>Texts of telegrams: mostly two hexadecimal digits a character, from some meters as they are.</summary>
internal static class P1Text
{
    /// <summary>Home Assistant takes no longer state.</summary>
    private const int Longest = 255;

    private static readonly SearchValues<char> SerialLetters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -");

    /// <summary>Reads a text or serial number; null when it is empty, only zeros, or not printable.</summary>
    public static string? Read(ReadOnlySpan<byte> text)
    {
        // Some meters fill an unused message with 0xFF.
        var given = text.TrimEnd((byte)0xFF).Trim((byte)' ');
        if (!given.ContainsAnyExcept((byte)'0'))
        {
            return null;
        }

        var sent = given[..Math.Min(given.Length, 2 * Longest)];
        Span<byte> decoded = stackalloc byte[Longest];
        if (Convert.FromHexString(sent, decoded, out _, out var length) == OperationStatus.Done
            && IsPrintable(decoded[..length]))
        {
            return Encoding.ASCII.GetString(decoded[..length].Trim((byte)' '));
        }

        return IsPrintable(sent) ? Encoding.ASCII.GetString(sent[..Math.Min(sent.Length, Longest)]) : null;
    }

    /// <summary>Reads a serial number; null when it is empty, only zeros, or not printable.</summary>
    public static string? Serial(ReadOnlySpan<byte> text)
    {
        var digits = text.Trim((byte)' ');
        var read = Read(digits);

        // Digits alone may be meant as they are (Hungary): they are letters only if these make up a serial number.
        return read is not null && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && read.AsSpan().ContainsAnyExcept(SerialLetters)
            ? Encoding.ASCII.GetString(digits)
            : read;
    }

    /// <summary>The start of what was sent, fit for a message.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        const int Most = 60;
        var start = text[..Math.Min(text.Length, Most)];
        return string.Create(start.Length, start, static (letters, source) =>
        {
            for (var index = 0; index < letters.Length; index++)
            {
                letters[index] = source[index] is >= 0x20 and < 0x7F ? (char)source[index] : '?';
            }
        });
    }

    private static bool IsPrintable(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E) && text.ContainsAnyExcept((byte)' ');
}
