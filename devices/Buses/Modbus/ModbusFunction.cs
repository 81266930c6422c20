namespace Bridge.Devices.Buses.Modbus;

/// <summary>The function codes that are spoken (Modbus application protocol 1.1b3, chapter 6).</summary>
internal enum ModbusFunction : byte
{
    /// <summary>Read Coils.</summary>
    ReadCoils = 1,

    /// <summary>Read Discrete Inputs.</summary>
    ReadDiscreteInputs = 2,

    /// <summary>Read Holding Registers.</summary>
    ReadHoldingRegisters = 3,

    /// <summary>Read Input Registers.</summary>
    ReadInputRegisters = 4,

    /// <summary>Write Single Coil.</summary>
    WriteSingleCoil = 5,

    /// <summary>Write Single Register.</summary>
    WriteSingleRegister = 6,

    /// <summary>Write Multiple Coils.</summary>
    WriteMultipleCoils = 15,

    /// <summary>Write Multiple Registers.</summary>
    WriteMultipleRegisters = 16,
}
