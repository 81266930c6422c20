using System.Buffers.Binary;
using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Modbus;

/// <summary>
/// Modbus TCP: a header with the number of the transaction and the length stands before each frame (Modbus messaging on
/// TCP/IP 1.0b, 3.1.3). Answers to earlier transactions are dropped.
/// </summary>
internal sealed class TcpFraming : IModbusFraming
{
    private const int Header = 6; // transaction, protocol (0), bytes that follow
    private const int Longest = 254; // unit, function and 252 bytes of data

    private readonly byte[] _bytes = new byte[Header + Longest + ModbusLimit.Frame];
    private int _count;
    private ushort _transaction;
    private ModbusRequest? _request;
    private byte[] _answer = [];
    private bool _hasStranger;

    /// <inheritdoc/>
    public TimeSpan? Gap => null;

    /// <inheritdoc/>
    public bool IsLost { get; private set; }

    /// <inheritdoc/>
    public bool MayTakeEchoFor(ModbusRequest request) => false;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Pack(ModbusRequest request)
    {
        _request = request;
        _transaction++;
        (_answer, _hasStranger) = ([], false);
        var frame = new byte[Header + request.Content.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, _transaction);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(4), (ushort)request.Content.Length);
        request.Content.CopyTo(frame.AsMemory(Header));
        return frame;
    }

    /// <inheritdoc/>
    public TimeSpan TransitOf(ModbusRequest request) => TimeSpan.Zero;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsLost)
        {
            var count = Math.Min(bytes.Length, _bytes.Length - _count);
            bytes[..count].CopyTo(_bytes.AsSpan(_count));
            _count += count;
            bytes = bytes[count..];
            TakeFrames();
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> FindAnswer() => _answer;

    /// <inheritdoc/>
    public BusException Explain(string port, ModbusTransfer transfer)
    {
        var request = transfer.Request;
        var place = $"{port} unit {request.Unit}";
        if (IsLost)
        {
            var quote = Convert.ToHexString(_bytes, 0, Header);
            return new(
                BusFault.Protocol,
                $"{place}: what comes is not Modbus TCP ({quote}); a converter that hands RTU frames through is tcp://");
        }

        var nothing = $"{place}: no answer for {request} within {transfer.Timeout.TotalSeconds:0.###} s";
        return new(BusFault.Timeout, _hasStranger
            ? $"{nothing}, only one to another request"
            : $"{nothing}; check the unit, and whether the gateway reaches it");
    }

    private void TakeFrames()
    {
        while (_count >= Header)
        {
            var protocol = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(2));
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(4));
            if (protocol != 0 || length is < 2 or > Longest)
            {
                IsLost = true;
                return;
            }

            if (_count < Header + length)
            {
                return;
            }

            Take(_bytes.AsSpan(Header, length));
            _count -= Header + length;
            _bytes.AsSpan(Header + length, _count).CopyTo(_bytes);
        }
    }

    private void Take(ReadOnlySpan<byte> content)
    {
        var isOurs = BinaryPrimitives.ReadUInt16BigEndian(_bytes) == _transaction
            && _request?.AnswerLengthAt(content) == content.Length;
        if (isOurs)
        {
            _answer = content.ToArray();
        }

        _hasStranger |= !isOurs;
    }
}
