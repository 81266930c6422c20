namespace Bridge.Devices.Buses.Modbus;

/// <summary>CRC-16/MODBUS at the end of a frame (Modbus over serial line 1.02, 6.2.2).</summary>
internal static class ModbusCrc
{
    /// <summary>Bytes that the checksum takes at the end of a frame, the lower one first.</summary>
    public const int Length = 2;

    private const ushort Start = 0xFFFF;

    /// <summary>The checksum of these bytes.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes) => Crc16.Of(bytes, Start);

    /// <summary>True when the last two bytes are the checksum of those before them.</summary>
    public static bool Fits(ReadOnlySpan<byte> frame) => frame.Length > Length
        && Of(frame[..^Length]) == (frame[^2] | (frame[^1] << 8));

    /// <summary>Writes the checksum of all but the last two bytes into these two.</summary>
    public static void Close(Span<byte> frame)
    {
        var crc = Of(frame[..^Length]);
        frame[^2] = (byte)crc;
        frame[^1] = (byte)(crc >> 8);
    }
}
