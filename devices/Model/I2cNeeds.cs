namespace Bridge.Devices.Model;

/// <summary>What a chip asks of its bus master beyond registers of up to 32 bytes, which all of them can do.</summary>
[Flags]
public enum I2cNeeds
{
    /// <summary>Registers are enough.</summary>
    None = 0,

    /// <summary>Reads without a register before them, and writes in any form.</summary>
    RawReads = 1,

    /// <summary>More than 32 bytes in one transfer.</summary>
    LongTransfers = 2,

    /// <summary>The chip may hold the clock while it thinks. No kernel tells whether a master honours that.</summary>
    ClockStretching = 4,

    /// <summary>All that a plain I²C master does.</summary>
    PlainI2c = RawReads | LongTransfers | ClockStretching,
}
