namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>
/// Cuts telegrams out of a stream of bytes, however it is split: from <c>/</c> to the line that starts with <c>!</c>.
/// What belongs to no telegram is counted and skipped. Holds at most one telegram of <see cref="Limit"/> bytes.
/// </summary>
internal sealed class P1Framer
{
    /// <summary>Longest telegram; those in use have up to 4 KiB.</summary>
    public const int Limit = 16 * 1024;

    private const int ChecksumDigits = 4;

    private readonly byte[] _buffer = new byte[Limit + 1 + ChecksumDigits];
    private int _length;
    private int _endLine = -1;
    private int _complete;
    private bool _atLineStart;
    private bool _isJustComplete;

    // Whoever opens a line comes in the middle of a telegram: that is no fault. Nor is the rest of what was told already.
    private bool _noiseIsTold = true;
    private bool _limitIsTold;
    private int _noise;

    /// <summary>The telegram from <c>/</c> to <c>!</c> or <c>!XXXX</c>; valid until the next call.</summary>
    public ReadOnlySpan<byte> Telegram => _buffer.AsSpan(0, _complete);

    /// <summary>How many bytes the last <see cref="P1Event.Noise"/> was about.</summary>
    public int NoiseLength { get; private set; }

    /// <summary>Forgets a half-received telegram.</summary>
    public void Reset()
    {
        _length = 0;
        _endLine = -1;
        _noise = 0;
        _isJustComplete = false;
        _noiseIsTold = true;
        _limitIsTold = false;
    }

    /// <summary>Goes on to the next event and takes the bytes up to there from <paramref name="bytes"/>.</summary>
    /// <returns><see cref="P1Event.None"/> when all bytes are taken.</returns>
    public P1Event Next(ref ReadOnlySpan<byte> bytes)
    {
        var found = P1Event.None;
        while (found == P1Event.None && !bytes.IsEmpty)
        {
            found = _length == 0 ? Outside(ref bytes) : _endLine >= 0 ? EndLine(ref bytes) : Inside(ref bytes);
        }

        return found;
    }

    private P1Event Outside(ref ReadOnlySpan<byte> bytes)
    {
        if (_isJustComplete)
        {
            _isJustComplete = false;
            _noiseIsTold = bytes[0] is not ((byte)'\r' or (byte)'\n');
        }

        var start = bytes.IndexOf((byte)'/');
        CountNoise(start < 0 ? bytes : bytes[..start]);
        var tell = _noise > 0 && (_noise > Limit ? !_limitIsTold : start >= 0 && !_noiseIsTold);
        NoiseLength = _noise;
        if (start < 0)
        {
            bytes = [];
            _limitIsTold |= tell;
            _noiseIsTold |= tell;
            return tell ? P1Event.Noise : P1Event.None;
        }

        bytes = bytes[(start + 1)..];
        Begin();
        return tell ? P1Event.Noise : P1Event.None;
    }

    private P1Event Inside(ref ReadOnlySpan<byte> bytes)
    {
        if (_atLineStart && bytes[0] == '/')
        {
            bytes = bytes[1..];
            Begin();
            return P1Event.Cut;
        }

        if (_atLineStart && bytes[0] == '!')
        {
            _endLine = _length;
            _buffer[_length++] = (byte)'!';
            bytes = bytes[1..];
            return P1Event.None;
        }

        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        var taken = end < 0 ? bytes.Length : end + 1;
        if (_length + taken > Limit)
        {
            Abandon();
            return P1Event.TooLong;
        }

        bytes[..taken].CopyTo(_buffer.AsSpan(_length));
        _length += taken;
        _atLineStart = end >= 0;
        bytes = bytes[taken..];
        return P1Event.None;
    }

    private P1Event EndLine(ref ReadOnlySpan<byte> bytes)
    {
        var next = bytes[0];
        if (char.IsAsciiHexDigit((char)next))
        {
            _buffer[_length++] = next;
            bytes = bytes[1..];
            if (_length - _endLine <= ChecksumDigits)
            {
                return P1Event.None;
            }
        }
        else if (_length - _endLine == 1 && next is > (byte)' ' and not (byte)'/')
        {
            _buffer[_length++] = next; // a damaged line that only looks like the end: its checksum cannot fit
            bytes = bytes[1..];
        }

        _complete = _length;
        _length = 0;
        _endLine = -1;
        _noise = 0;
        _isJustComplete = true;
        _limitIsTold = false;
        return P1Event.Telegram;
    }

    private void Begin()
    {
        _buffer[0] = (byte)'/';
        _length = 1;
        _atLineStart = false;
        _noise = 0;
    }

    private void Abandon()
    {
        _length = 0;
        _noise = 0;
        _noiseIsTold = true;
        _limitIsTold = true;
    }

    private void CountNoise(ReadOnlySpan<byte> bytes)
    {
        foreach (var each in bytes)
        {
            if (each is not ((byte)'\r' or (byte)'\n' or (byte)' ' or 0) && _noise < int.MaxValue)
            {
                _noise++;
            }
        }
    }
}

/// <summary>What <see cref="P1Framer"/> came upon.</summary>
internal enum P1Event
{
    /// <summary>Nothing: more bytes are needed.</summary>
    None,

    /// <summary>A whole telegram; whether it is a good one is not known yet.</summary>
    Telegram,

    /// <summary>The next telegram began before this one had ended.</summary>
    Cut,

    /// <summary>More than <see cref="P1Framer.Limit"/> bytes without an end.</summary>
    TooLong,

    /// <summary>Bytes that belong to no telegram: between two of them, or more than a telegram could have.</summary>
    Noise,
}
