namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>Numbers as meters write them, <c>001581.123</c>, read without any loss.</summary>
internal static class P1Number
{
    private const int MostDigits = 18;

    /// <summary>Reads a number; keeps the decimals that were sent.</summary>
    /// <param name="text">An optional minus, digits, and at most one point.</param>
    /// <param name="shift">By how many places the point moves to the right: 3 makes watts of kilowatts.</param>
    /// <param name="number">The number; 0 when it cannot be read.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, int shift, out decimal number)
    {
        number = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.IsEmpty || digits[0] == '.' || digits[^1] == '.' || digits.Length > MostDigits)
        {
            return false;
        }

        var whole = 0L;
        var decimals = -1;
        foreach (var digit in digits)
        {
            if (digit == '.' && decimals < 0)
            {
                decimals = 0;
            }
            else if (char.IsAsciiDigit((char)digit))
            {
                whole = (whole * 10) + (digit - '0');
                decimals += decimals < 0 ? 0 : 1;
            }
            else
            {
                return false;
            }
        }

        number = Scaled(whole, negative, Math.Max(decimals, 0) - shift);
        return true;
    }

    private static decimal Scaled(long whole, bool negative, int decimals)
    {
        var number = new decimal((int)whole, (int)(whole >> 32), 0, negative && whole != 0, (byte)Math.Max(decimals, 0));
        for (; decimals < 0; decimals++)
        {
            number *= 10;
        }

        return number;
    }
}
