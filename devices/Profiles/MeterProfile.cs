using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Devices.Profiles;

/// <summary>A Modbus device as a table of registers: all that a meter is, as data.</summary>
/// <param name="Name">Name of its file, <c>[a-z0-9][a-z0-9_-]*</c>.</param>
public sealed record MeterProfile(string Name)
{
    /// <summary>One line: what it is and what it measures.</summary>
    public required string Summary { get; init; }

    /// <summary>Where the registers are known from.</summary>
    public required string Source { get; init; }

    /// <summary>Who makes it and what it is called.</summary>
    public DeviceInfo Info { get; init; } = new();

    /// <summary>The line as it leaves its factory.</summary>
    public LineSettings Line { get; init; }

    /// <summary>How often it is read when the user does not say.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>The most registers that it gives in one answer, 1 to 125.</summary>
    public int MaxRegisters { get; init; }

    /// <summary>Registers in between that may be read along, to save a request.</summary>
    public int MaxGap { get; init; }

    /// <summary>What it has and where; each key once, at least one that is read every time.</summary>
    public required ImmutableArray<MeterRegister> Registers { get; init; }
}
