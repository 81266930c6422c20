namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>One line of a telegram: an OBIS code <c>A-B:C.D.E</c> (IEC 62056-61) and its values in parentheses.</summary>
internal readonly ref struct ObisLine
{
    private ObisLine(ulong code, ReadOnlySpan<byte> groups)
    {
        Code = code;
        Groups = groups;
    }

    /// <summary>The code, one byte a part: A highest, E lowest.</summary>
    public ulong Code { get; }

    /// <summary>All groups, each in its parentheses.</summary>
    public ReadOnlySpan<byte> Groups { get; }

    /// <summary>What stands in the first parentheses.</summary>
    public ReadOnlySpan<byte> First => At(Groups, 0);

    /// <summary>What stands in the last parentheses.</summary>
    public ReadOnlySpan<byte> Last => LastOf(Groups);

    /// <summary>Reads a line; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out ObisLine parsed)
    {
        parsed = default;
        var open = line.IndexOf((byte)'(');
        if (open < 0 || !TryParseCode(line[..open], out var code) || !AreGroups(line[open..]))
        {
            return false;
        }

        parsed = new(code, line[open..]);
        return true;
    }

    /// <summary>Reads <c>1-0:1.8.0</c> or <c>1-0:1.8.0*255</c>.</summary>
    public static bool TryParseCode(ReadOnlySpan<byte> text, out ulong code)
    {
        code = 0;
        if (text.EndsWith("*255"u8))
        {
            text = text[..^"*255".Length]; // the part F, which says: the present value
        }

        foreach (var separator in "-:.."u8)
        {
            var end = text.IndexOf(separator);
            if (end < 0 || !TryParsePart(text[..end], ref code))
            {
                return false;
            }

            text = text[(end + 1)..];
        }

        return TryParsePart(text, ref code);
    }

    /// <summary>What stands in the parentheses number <paramref name="index"/>; empty when there are not so many.</summary>
    public static ReadOnlySpan<byte> At(ReadOnlySpan<byte> groups, int index)
    {
        for (; !groups.IsEmpty; index--)
        {
            var open = groups.IndexOf((byte)'(');
            var close = groups.IndexOf((byte)')');
            if (open < 0 || close < open)
            {
                return [];
            }

            if (index == 0)
            {
                return groups[(open + 1)..close];
            }

            groups = groups[(close + 1)..];
        }

        return [];
    }

    /// <summary>What stands in the last parentheses.</summary>
    public static ReadOnlySpan<byte> LastOf(ReadOnlySpan<byte> groups)
    {
        var open = groups.LastIndexOf((byte)'(');
        return open < 0 ? [] : groups[(open + 1)..groups.LastIndexOf((byte)')')];
    }

    private static bool TryParsePart(ReadOnlySpan<byte> text, ref ulong code)
    {
        var part = 0;
        foreach (var digit in text)
        {
            part = (part * 10) + (digit - '0');
            if (!char.IsAsciiDigit((char)digit) || part > byte.MaxValue)
            {
                return false;
            }
        }

        code = (code << 8) | (byte)part;
        return !text.IsEmpty;
    }

    private static bool AreGroups(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var close = text.IndexOf((byte)')');
            if (text[0] != '(' || close < 0 || text[1..close].Contains((byte)'('))
            {
                return false;
            }

            text = text[(close + 1)..].TrimStart(" \r\n"u8);
        }

        return true;
    }
}

/// <summary>The lines of a telegram after its header, without empty ones.</summary>
/// <param name="telegram">From <c>/</c> up to, and without, <c>!</c>.</param>
internal ref struct ObisLines(ReadOnlySpan<byte> telegram)
{
    private ReadOnlySpan<byte> _rest = AfterLine(telegram);

    /// <summary>Goes on to the next line; false at the end.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        _rest = _rest.TrimStart("\r\n"u8);
        line = _rest;
        var length = EndOfLine(_rest);

        // DSMR 2.2 and 3 put the value of a gas meter on a line of its own.
        for (var next = _rest[length..].TrimStart("\r\n"u8); next.StartsWith("("u8); next = _rest[length..].TrimStart("\r\n"u8))
        {
            length = _rest.Length - next.Length + EndOfLine(next);
        }

        line = _rest[..length].Trim(" \t\0"u8);
        _rest = _rest[length..];
        return length > 0;
    }

    private static int EndOfLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return end < 0 ? text.Length : end;
    }

    private static ReadOnlySpan<byte> AfterLine(ReadOnlySpan<byte> text) => text[EndOfLine(text)..];
}
