namespace Bridge.Devices.Simulation;

/// <summary>A chip as its bus sees it: bytes in, bytes out.</summary>
public interface ISimulatedChip
{
    /// <summary>One write message; false when a byte is not acknowledged.</summary>
    bool TryWrite(ReadOnlySpan<byte> bytes);

    /// <summary>One read message; false when the chip does not acknowledge its address for reading.</summary>
    bool TryRead(Span<byte> bytes);
}
