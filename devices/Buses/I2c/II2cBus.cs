using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.I2c;

/// <summary>
/// An open I²C bus master. Calls block and come from one thread at a time (the bus worker); the seam for
/// the kernel's <c>/dev/i2c-N</c>, simulated chips, and any other library.
/// </summary>
public interface II2cBus : IDisposable
{
    /// <summary>What it can do beyond registers of up to 32 bytes.</summary>
    I2cNeeds Abilities => I2cNeeds.PlainI2c;

    /// <summary>
    /// The last failure may be one of the handle or of the lines, not of a chip: it is to be closed and opened anew.
    /// </summary>
    bool IsDoubtful => false;

    /// <summary>
    /// One transfer to a 7-bit address: all of <paramref name="write"/>, then, after a repeated start, exactly
    /// <paramref name="read"/>. Either may be empty, not both.
    /// </summary>
    /// <exception cref="BusException">
    /// <see cref="BusFault.NoAnswer"/> when the address or a byte is not acknowledged or the transfer is short,
    /// <see cref="BusFault.Timeout"/>, <see cref="BusFault.Busy"/>, and the faults of a bus that is gone.
    /// </exception>
    void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read);
}
