using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Model;

namespace Bridge.Devices.Simulation;

/// <summary>A bus with simulated chips; an address without a chip answers as on a real one: not at all.</summary>
/// <param name="path">The bus for messages.</param>
/// <param name="chips">The chips by 7-bit address.</param>
public sealed class SimulatedI2cBus(string path, IReadOnlyDictionary<byte, ISimulatedChip> chips) : II2cBus
{
    /// <inheritdoc/>
    public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (write.IsEmpty && read.IsEmpty)
        {
            throw new ArgumentException("A transfer writes or reads at least one byte.", nameof(write));
        }

        if (!chips.TryGetValue(address, out var chip)
            || (!write.IsEmpty && !chip.TryWrite(write))
            || (!read.IsEmpty && !chip.TryRead(read)))
        {
            throw new BusException(BusFault.NoAnswer, $"{path} 0x{address:x2}: no acknowledge (simulated)");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Chips outlive the bus, as real ones do.
    }
}
