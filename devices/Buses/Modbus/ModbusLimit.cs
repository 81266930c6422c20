using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Modbus;

/// <summary>How many values one request may name (Modbus application protocol 1.1b3, chapter 6).</summary>
internal static class ModbusLimit
{
    /// <summary>The most registers that one request reads.</summary>
    public const int Registers = 125;

    /// <summary>The longest frame on a serial line, in bytes.</summary>
    public const int Frame = 256;

    private const int Bits = 2000;

    /// <summary>The most values that one request reads.</summary>
    public static int Reading(ModbusTable table) =>
        table is ModbusTable.Coils or ModbusTable.DiscreteInputs ? Bits : Registers;

    /// <summary>The most values that one request writes; 0 where nothing can be written.</summary>
    public static int Writing(ModbusTable table) => table switch
    {
        ModbusTable.Coils => 1968,
        ModbusTable.HoldingRegisters => 123,
        _ => 0,
    };
}
