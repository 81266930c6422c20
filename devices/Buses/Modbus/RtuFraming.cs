using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Modbus;

/// <summary>Modbus RTU: a frame ends with its checksum and with silence (Modbus over serial line 1.02, 2.5.1).</summary>
/// <param name="line">How long bytes take, and the silence between frames.</param>
internal sealed class RtuFraming(LineSettings line) : IModbusFraming
{
    private ModbusInbox? _inbox;
    private bool? _echoes; // null until a question that is not its own answer was asked
    private bool _tellsEcho;

    /// <inheritdoc/>
    public TimeSpan? Gap => line.FrameGap;

    /// <inheritdoc/>
    public bool IsLost => false; // the next silence begins anew

    private ModbusInbox Inbox => _inbox ?? throw new InvalidOperationException("nothing was asked yet");

    /// <inheritdoc/>
    public bool MayTakeEchoFor(ModbusRequest request) => _echoes is null && request.IsAnsweredByItself;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Pack(ModbusRequest request)
    {
        _inbox = new(request, _echoes is true);
        _tellsEcho = !request.IsAnsweredByItself;
        return request.Frame;
    }

    /// <inheritdoc/>
    public TimeSpan TransitOf(ModbusRequest request) =>
        line.TimeOf(request.Frame.Length + request.AnswerLength + ModbusCrc.Length);

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> bytes) => Inbox.Add(bytes);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> FindAnswer()
    {
        var answer = Inbox.FindAnswer();
        if (Inbox.HasEcho)
        {
            _echoes = true;
        }
        else if (!answer.IsEmpty && _tellsEcho)
        {
            _echoes ??= false;
        }

        return answer;
    }

    /// <inheritdoc/>
    public BusException Explain(string port, ModbusTransfer transfer)
    {
        if (Inbox.Received == 0)
        {
            _echoes ??= false;
        }

        var request = transfer.Request;
        var nothing = $"{port} unit {request.Unit}: no answer for {request} "
            + $"within {transfer.Timeout.TotalSeconds:0.###} s";
        if (Inbox.HasDamagedAnswer())
        {
            return new(
                BusFault.Checksum,
                $"{port} unit {request.Unit}: the answer for {request} is damaged ({Inbox.Quote()}); check the wiring and "
                    + "its termination, and whether two devices have this unit");
        }

        if (Inbox.FindStranger() is { } unit)
        {
            return new(BusFault.Timeout, $"{nothing}, only one of unit {unit} to another request");
        }

        return Inbox.Received == (Inbox.HasEcho ? request.Frame.Length : 0)
            ? new(BusFault.Timeout, $"{nothing}; check the unit, {line}, and whether A and B are swapped")
            : new(
                BusFault.Protocol,
                $"{nothing}, only {Inbox.Received} bytes that are none ({Inbox.Quote()}); check {line}");
    }
}
