using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Modbus;

/// <summary>
/// How requests and answers are put on a wire; one object an open port, as it remembers what came and was not used.
/// </summary>
internal interface IModbusFraming
{
    /// <summary>Silence on the wire before a request, after which all that came is thrown away; null for none.</summary>
    TimeSpan? Gap { get; }

    /// <summary>True when what comes cannot be understood any more: only a new connection helps.</summary>
    bool IsLost { get; }

    /// <summary>
    /// True while nobody knows whether the adapter sends back what it is given, which could be taken for the answer to this
    /// request.
    /// </summary>
    bool MayTakeEchoFor(ModbusRequest request);

    /// <summary>The frame of a request; what comes from now on is held against it.</summary>
    ReadOnlyMemory<byte> Pack(ModbusRequest request);

    /// <summary>How long the bytes of a request and its answer take on the wire.</summary>
    TimeSpan TransitOf(ModbusRequest request);

    /// <summary>Takes what came, in any split.</summary>
    void Add(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// The answer to the request that was packed last, good or an exception: unit, function and data, perhaps with more
    /// behind them. Empty while there is none.
    /// </summary>
    ReadOnlySpan<byte> FindAnswer();

    /// <summary>Why there was no answer within the time-out, by what came instead.</summary>
    BusException Explain(string port, ModbusTransfer transfer);
}
