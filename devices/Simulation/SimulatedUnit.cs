using System.Buffers.Binary;
using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Model;

namespace Bridge.Devices.Simulation;

/// <summary>
/// A Modbus device at the level of its registers (Modbus application protocol 1.1b3, chapter 6): what was not added is an
/// illegal data address, as on a real one.
/// </summary>
/// <param name="refresh">Called before each answer, to bring the registers up to the moment; null for none.</param>
public sealed class SimulatedUnit(Action<SimulatedUnit>? refresh = null)
{
    private const byte IllegalFunction = 1, IllegalAddress = 2, IllegalValue = 3;
    private const int Head = 6; // unit, function, address, value or count

    private readonly Dictionary<(ModbusTable Table, int Address), ushort> _words = [];

    /// <summary>Adds registers or bits, or sets those there are.</summary>
    public SimulatedUnit With(ModbusTable table, ushort address, params ReadOnlySpan<ushort> words)
    {
        for (var index = 0; index < words.Length; index++)
        {
            _words[(table, address + index)] = words[index];
        }

        return this;
    }

    /// <summary>Adds an IEEE 754 single in two registers, the higher half first.</summary>
    public SimulatedUnit WithFloat(ModbusTable table, ushort address, float number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleBigEndian(bytes, number);
        return With(
            table,
            address,
            BinaryPrimitives.ReadUInt16BigEndian(bytes),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
    }

    /// <summary>What a register or bit holds; null when there is none.</summary>
    public ushort? Find(ModbusTable table, ushort address) =>
        _words.TryGetValue((table, address), out var word) ? word : null;

    /// <summary>The frame that answers a frame of a serial line; empty when it is damaged.</summary>
    public byte[] Answer(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Head + ModbusCrc.Length || !ModbusCrc.Fits(frame))
        {
            return [];
        }

        byte[] answer = [.. AnswerTo(frame[..^ModbusCrc.Length]), 0, 0];
        ModbusCrc.Close(answer);
        return answer;
    }

    /// <summary>The same without what a wire adds: unit, function and data.</summary>
    /// <param name="request">At least six bytes.</param>
    public byte[] AnswerTo(ReadOnlySpan<byte> request)
    {
        refresh?.Invoke(this);
        var address = BinaryPrimitives.ReadUInt16BigEndian(request[2..]);
        var word = BinaryPrimitives.ReadUInt16BigEndian(request[4..]);
        var function = (ModbusFunction)request[1];
        return function switch
        {
            ModbusFunction.ReadCoils => Read(request, ModbusTable.Coils, address, word),
            ModbusFunction.ReadDiscreteInputs => Read(request, ModbusTable.DiscreteInputs, address, word),
            ModbusFunction.ReadHoldingRegisters => Read(request, ModbusTable.HoldingRegisters, address, word),
            ModbusFunction.ReadInputRegisters => Read(request, ModbusTable.InputRegisters, address, word),
            ModbusFunction.WriteSingleCoil => Write(request, ModbusTable.Coils, address, [(ushort)(word == 0 ? 0 : 1)]),
            ModbusFunction.WriteSingleRegister => Write(request, ModbusTable.HoldingRegisters, address, [word]),
            ModbusFunction.WriteMultipleCoils => WriteMany(request, ModbusTable.Coils, address, word),
            ModbusFunction.WriteMultipleRegisters => WriteMany(request, ModbusTable.HoldingRegisters, address, word),
            _ => Exception(request, IllegalFunction),
        };
    }

    private byte[] Read(ReadOnlySpan<byte> request, ModbusTable table, ushort address, int count)
    {
        if (count < 1 || count > ModbusLimit.Reading(table))
        {
            return Exception(request, IllegalValue);
        }

        if (!HasAll(table, address, count))
        {
            return Exception(request, IllegalAddress);
        }

        var isBits = table is ModbusTable.Coils or ModbusTable.DiscreteInputs;
        var data = new byte[isBits ? (count + 7) / 8 : count * 2];
        for (var index = 0; index < count; index++)
        {
            var word = _words[(table, address + index)];
            if (isBits)
            {
                data[index / 8] |= (byte)(word << (index % 8));
            }
            else
            {
                BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(index * 2), word);
            }
        }

        return [request[0], request[1], (byte)data.Length, .. data];
    }

    private byte[] WriteMany(ReadOnlySpan<byte> request, ModbusTable table, ushort address, int count)
    {
        var data = request[Head..];
        var length = table == ModbusTable.Coils ? (count + 7) / 8 : count * 2;
        if (count < 1 || count > ModbusLimit.Writing(table) || data.Length != length + 1 || data[0] != length)
        {
            return Exception(request, IllegalValue);
        }

        var words = new ushort[count];
        for (var index = 0; index < count; index++)
        {
            words[index] = table == ModbusTable.Coils
                ? (ushort)((data[1 + (index / 8)] >> (index % 8)) & 1)
                : BinaryPrimitives.ReadUInt16BigEndian(data[(1 + (index * 2))..]);
        }

        return Write(request, table, address, words);
    }

    private byte[] Write(ReadOnlySpan<byte> request, ModbusTable table, ushort address, ReadOnlySpan<ushort> words)
    {
        if (!HasAll(table, address, words.Length))
        {
            return Exception(request, IllegalAddress);
        }

        With(table, address, words);
        return [.. request[..Head]];
    }

    private bool HasAll(ModbusTable table, ushort address, int count) =>
        Enumerable.Range(address, count).All(each => _words.ContainsKey((table, each)));

    private static byte[] Exception(ReadOnlySpan<byte> request, byte code) =>
        [request[0], (byte)(request[1] | 0x80), code];
}
