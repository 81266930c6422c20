namespace Bridge.Devices.Model;

/// <summary>One address on an I²C bus: what a driver talks to.</summary>
public abstract class I2cLink : WireLink
{
    /// <summary>The 7-bit address.</summary>
    public abstract byte Address { get; }

    /// <summary>One transfer: writes, then reads after a repeated start; either part may be empty, not both.</summary>
    /// <exception cref="BusException">No acknowledge, time-out, or a bus that cannot be used.</exception>
    public abstract ValueTask TransferAsync(
        ReadOnlyMemory<byte> write, Memory<byte> read, CancellationToken cancellationToken);
}
