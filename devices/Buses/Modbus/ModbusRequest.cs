using System.Buffers.Binary;
using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Modbus;

/// <summary>One request to one unit, and what its answer must look like.</summary>
internal sealed class ModbusRequest
{
    private const int Header = 2; // unit, function
    private const byte ExceptionFlag = 0x80;
    private const ushort On = 0xFF00;

    private ModbusRequest(byte unit, ModbusFunction function, ushort address, int count, byte[] frame)
    {
        Unit = unit;
        Function = function;
        Address = address;
        Count = count;
        Frame = frame;
    }

    /// <summary>The unit.</summary>
    public byte Unit { get; }

    /// <summary>What is asked for.</summary>
    public ModbusFunction Function { get; }

    /// <summary>The first coil or register, counted from 0.</summary>
    public ushort Address { get; }

    /// <summary>How many coils or registers.</summary>
    public int Count { get; }

    /// <summary>The whole frame of a serial line, with its checksum.</summary>
    public ReadOnlyMemory<byte> Frame { get; }

    /// <summary>Unit, function and data: what a frame holds on any wire.</summary>
    public ReadOnlyMemory<byte> Content => Frame[..^ModbusCrc.Length];

    /// <summary>True when values come back.</summary>
    public bool IsRead => Function <= ModbusFunction.ReadInputRegisters;

    /// <summary>True when a good answer is the request itself once more.</summary>
    public bool IsAnsweredByItself => Function is ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister;

    /// <summary>Bytes of values in a good answer to a read.</summary>
    public int ByteCount => IsOfBits ? (Count + 7) / 8 : Count * 2;

    /// <summary>Bytes of a good answer: unit, function and data.</summary>
    public int AnswerLength => IsRead ? Header + 1 + ByteCount : Header + 4;

    private bool IsOfBits => Function is ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs;

    /// <summary>Asks for values.</summary>
    /// <exception cref="ArgumentException">The count or the range is none that the protocol has.</exception>
    public static ModbusRequest Read(byte unit, ModbusTable table, ushort address, int count)
    {
        Check(address, count, ModbusLimit.Reading(table));
        var function = table switch
        {
            ModbusTable.Coils => ModbusFunction.ReadCoils,
            ModbusTable.DiscreteInputs => ModbusFunction.ReadDiscreteInputs,
            ModbusTable.HoldingRegisters => ModbusFunction.ReadHoldingRegisters,
            _ => ModbusFunction.ReadInputRegisters,
        };
        return new(unit, function, address, count, Encode(unit, function, address, (ushort)count, []));
    }

    /// <summary>
    /// Sets coils (0 is off, all else is on) or holding registers: one by function 5 or 6, more by 15 or 16, which
    /// <paramref name="asMany"/> uses for one too.
    /// </summary>
    /// <exception cref="ArgumentException">As for reads, or the table cannot be written.</exception>
    public static ModbusRequest Write(byte unit, ModbusTable table, ushort address, ReadOnlySpan<ushort> values, bool asMany = false)
    {
        Check(address, values.Length, ModbusLimit.Writing(table));
        var isCoil = table == ModbusTable.Coils;
        if (values.Length == 1 && !asMany)
        {
            var single = isCoil ? ModbusFunction.WriteSingleCoil : ModbusFunction.WriteSingleRegister;
            var value = !isCoil ? values[0] : values[0] == 0 ? (ushort)0 : On;
            return new(unit, single, address, 1, Encode(unit, single, address, value, []));
        }

        var function = isCoil ? ModbusFunction.WriteMultipleCoils : ModbusFunction.WriteMultipleRegisters;
        var data = isCoil ? Bits(values) : Words(values);
        return new(
            unit, function, address, values.Length, Encode(unit, function, address, (ushort)values.Length, data));
    }

    /// <summary>How long the answer is that begins here, good or an exception: unit, function and data; 0 when none does.</summary>
    public int AnswerLengthAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Header + 1 || bytes[0] != Unit)
        {
            return 0;
        }

        if (bytes[1] == ((byte)Function | ExceptionFlag))
        {
            return Header + 1;
        }

        if (bytes[1] != (byte)Function)
        {
            return 0;
        }

        // What a write did is repeated: unit, function, address, and value or count.
        var fits = IsRead
            ? bytes[2] == ByteCount
            : bytes.Length >= AnswerLength && bytes[..AnswerLength].SequenceEqual(Frame.Span[..AnswerLength]);
        return fits ? AnswerLength : 0;
    }

    /// <summary>The code of an exception answer; null for a good one.</summary>
    public static byte? ExceptionOf(ReadOnlySpan<byte> answer) =>
        (answer[1] & ExceptionFlag) == 0 ? null : answer[2];

    /// <summary>Asks for what this one sets, of which the answer looks otherwise than the question.</summary>
    public ModbusRequest ReadBack() => Read(
        Unit,
        Function == ModbusFunction.WriteSingleCoil ? ModbusTable.Coils : ModbusTable.HoldingRegisters,
        Address,
        count: 1);

    /// <summary>The values of a good answer; empty for writes.</summary>
    public ushort[] Values(ReadOnlySpan<byte> answer)
    {
        if (!IsRead)
        {
            return [];
        }

        var data = answer.Slice(Header + 1, ByteCount);
        var values = new ushort[Count];
        for (var index = 0; index < Count; index++)
        {
            values[index] = IsOfBits
                ? (ushort)((data[index / 8] >> (index % 8)) & 1)
                : BinaryPrimitives.ReadUInt16BigEndian(data[(index * 2)..]);
        }

        return values;
    }

    /// <summary>What was asked for, in words: <c>input registers 0 to 29</c>.</summary>
    public override string ToString()
    {
        var what = Function switch
        {
            ModbusFunction.ReadDiscreteInputs => "discrete input",
            ModbusFunction.ReadInputRegisters => "input register",
            ModbusFunction.ReadHoldingRegisters or ModbusFunction.WriteSingleRegister
                or ModbusFunction.WriteMultipleRegisters => "holding register",
            _ => "coil",
        };
        return Count == 1 ? $"{what} {Address}" : $"{what}s {Address} to {Address + Count - 1}";
    }

    private static byte[] Encode(
        byte unit, ModbusFunction function, ushort address, ushort word, ReadOnlySpan<byte> data)
    {
        const int Fixed = Header + 4;
        var frame = new byte[Fixed + (data.IsEmpty ? 0 : 1 + data.Length) + ModbusCrc.Length];
        frame[0] = unit;
        frame[1] = (byte)function;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), address);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(4), word);
        if (!data.IsEmpty)
        {
            frame[Fixed] = (byte)data.Length;
            data.CopyTo(frame.AsSpan(Fixed + 1));
        }

        ModbusCrc.Close(frame);
        return frame;
    }

    private static byte[] Bits(ReadOnlySpan<ushort> values)
    {
        var bytes = new byte[(values.Length + 7) / 8];
        for (var index = 0; index < values.Length; index++)
        {
            bytes[index / 8] |= (byte)((values[index] == 0 ? 0 : 1) << (index % 8));
        }

        return bytes;
    }

    private static byte[] Words(ReadOnlySpan<ushort> values)
    {
        var bytes = new byte[values.Length * 2];
        for (var index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(index * 2), values[index]);
        }

        return bytes;
    }

    private static void Check(ushort address, int count, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address + count, ushort.MaxValue + 1, nameof(address));
    }
}
