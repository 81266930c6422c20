namespace Bridge.Devices.Buses.Modbus;

/// <summary>The exception codes by name (Modbus application protocol 1.1b3, chapter 7).</summary>
internal static class ModbusExceptionText
{
    /// <summary>A gateway could not reach the unit: nobody answered there.</summary>
    public const byte GatewayTargetFailedToRespond = 11;

    /// <summary>The name of a code, and the code.</summary>
    public static string Of(byte code)
    {
        var name = code switch
        {
            1 => "illegal function",
            2 => "illegal data address",
            3 => "illegal data value",
            4 => "server device failure",
            5 => "acknowledge, not ready yet",
            6 => "server device busy",
            7 => "negative acknowledge",
            8 => "memory parity error",
            10 => "gateway path unavailable",
            GatewayTargetFailedToRespond => "gateway target device failed to respond",
            _ => "unknown exception",
        };
        return $"{name} (exception {code})";
    }
}
