namespace Bridge.Devices.Model;

/// <summary>One unit on a Modbus line: what a driver talks to.</summary>
public abstract class ModbusLink : WireLink
{
    /// <summary>The unit: 1 to 247, over Modbus TCP 0 to 255.</summary>
    public abstract byte Unit { get; }

    /// <summary>Reads values that lie one after another; a coil or discrete input is 0 or 1.</summary>
    /// <param name="table">What is read.</param>
    /// <param name="address">The first one, counted from 0 as on the wire.</param>
    /// <param name="count">At most 125 registers or 2000 coils or inputs, none beyond 65535.</param>
    /// <param name="cancellationToken">Gives up waiting; a request that was sent is still waited for by the line.</param>
    /// <returns>Exactly <paramref name="count"/> values.</returns>
    /// <exception cref="BusException">
    /// No answer in time, a damaged one, an exception of the device, or a port that cannot be used.
    /// </exception>
    public abstract ValueTask<ushort[]> ReadAsync(
        ModbusTable table, ushort address, int count, CancellationToken cancellationToken);

    /// <summary>Sets coils or holding registers; returns when the device has confirmed it.</summary>
    /// <param name="table"><see cref="ModbusTable.Coils"/> or <see cref="ModbusTable.HoldingRegisters"/>.</param>
    /// <param name="address">The first one, counted from 0 as on the wire.</param>
    /// <param name="values">At most 123 registers or 1968 coils; a coil is off with 0.</param>
    /// <param name="asMany">Uses the functions for many (15, 16) for a single one too, which some devices want.</param>
    /// <param name="cancellationToken">As for reads.</param>
    /// <exception cref="BusException">As for reads; after a time-out nobody knows whether the device took it.</exception>
    public abstract ValueTask WriteAsync(
        ModbusTable table,
        ushort address,
        ReadOnlyMemory<ushort> values,
        bool asMany,
        CancellationToken cancellationToken);
}

/// <summary>The four tables of a Modbus device.</summary>
public enum ModbusTable
{
    /// <summary>Read-only words, 16 bits each: 3x in many documents.</summary>
    InputRegisters,

    /// <summary>Words that can be written, 16 bits each: 4x.</summary>
    HoldingRegisters,

    /// <summary>Bits that can be written: 0x.</summary>
    Coils,

    /// <summary>Read-only bits: 1x.</summary>
    DiscreteInputs,
}
