namespace Bridge.Devices.Buses.Modbus;

/// <summary>
/// What came in since a request was sent, in any split. Finds the answer between noise, the echo of the request, and
/// late answers to earlier requests; none of these is ever taken for the answer.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="skipsEcho">The adapter sends back what is written; matters where a good answer looks the same.</param>
internal sealed class ModbusInbox(ModbusRequest request, bool skipsEcho)
{
    private const int ShortestAnswer = 5; // an exception
    private const int Capacity = 4 * ModbusLimit.Frame;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _count;

    /// <summary>How many bytes came.</summary>
    public long Received { get; private set; }

    /// <summary>True when the request itself came back before its answer.</summary>
    public bool HasEcho { get; private set; }

    /// <summary>Takes bytes. When there are too many, the oldest go: an answer is at the end.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Received += bytes.Length;
        bytes = bytes[Math.Max(0, bytes.Length - Capacity)..];
        var dropped = Math.Max(0, _count + bytes.Length - Capacity);
        _bytes.AsSpan(dropped, _count - dropped).CopyTo(_bytes);
        bytes.CopyTo(_bytes.AsSpan(_count - dropped));
        _count += bytes.Length - dropped;
    }

    /// <summary>The answer, good or an exception, with its checksum; empty while there is none.</summary>
    public ReadOnlySpan<byte> FindAnswer()
    {
        for (var rest = AfterEcho(); rest.Length >= ShortestAnswer; rest = rest[1..])
        {
            var length = LengthAt(rest);
            if (length > 0 && length <= rest.Length && ModbusCrc.Fits(rest[..length]))
            {
                return rest[..length];
            }
        }

        return [];
    }

    /// <summary>True when something of the form of an answer is there whose checksum does not fit.</summary>
    public bool HasDamagedAnswer()
    {
        for (var rest = AfterEcho(); rest.Length >= ShortestAnswer; rest = rest[1..])
        {
            var length = LengthAt(rest);
            if (length > 0 && length <= rest.Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The unit of a whole frame that answers another request; null when there is none.</summary>
    public byte? FindStranger()
    {
        for (var rest = AfterEcho(); rest.Length >= ShortestAnswer; rest = rest[1..])
        {
            for (var length = ShortestAnswer; length <= Math.Min(rest.Length, ModbusLimit.Frame); length++)
            {
                if (ModbusCrc.Fits(rest[..length]))
                {
                    return rest[0];
                }
            }
        }

        return null;
    }

    /// <summary>The first bytes in hexadecimal, for messages.</summary>
    public string Quote()
    {
        const int Most = 16;
        return Convert.ToHexString(_bytes, 0, Math.Min(_count, Most)) + (_count > Most ? "…" : string.Empty);
    }

    private ReadOnlySpan<byte> AfterEcho()
    {
        ReadOnlySpan<byte> all = _bytes.AsSpan(0, _count);
        var echo = skipsEcho || !request.IsAnsweredByItself ? all.IndexOf(request.Frame.Span) : -1;
        HasEcho |= echo >= 0;
        return echo < 0 ? all : all[(echo + request.Frame.Length)..];
    }

    /// <summary>How long the answer is that begins here, with its checksum; 0 when none does.</summary>
    private int LengthAt(ReadOnlySpan<byte> bytes) =>
        request.AnswerLengthAt(bytes) is > 0 and var length ? length + ModbusCrc.Length : 0;
}
