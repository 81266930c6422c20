namespace Bridge.Devices.Simulation;

/// <summary>
/// An expander with quasi-bidirectional lines: a line is low when 0 was written to it or something outside pulls it down.
/// </summary>
public sealed class SimulatedPcf8574 : ISimulatedChip
{
    private byte _written = 0xFF; // all lines are let go when it gets power

    /// <summary>The lines that something outside pulls down, a bit each.</summary>
    public byte PulledDown { get; set; }

    /// <summary>The same for what moves by itself; asked whenever the lines are.</summary>
    public Func<byte> Pressed { get; init; } = static () => 0;

    /// <summary>The lines that something outside holds high against the chip, a bit each.</summary>
    public byte HeldHigh { get; set; }

    /// <summary>The levels of the lines.</summary>
    public byte Lines => (byte)((_written & ~(PulledDown | Pressed())) | HeldHigh);

    /// <inheritdoc/>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        _written = bytes[^1];
        return true;
    }

    /// <inheritdoc/>
    public bool TryRead(Span<byte> bytes)
    {
        bytes.Fill(Lines);
        return true;
    }
}
