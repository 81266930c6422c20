using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Devices.Profiles;

/// <summary>A Modbus device as a table of registers: all that a meter is, as data.</summary>
/// <param name="Name">Name of its file, <c>[a-z0-9_]+</c>.</param>
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

    /// <summary>What it measures and where; each key once, at least one.</summary>
    public required ImmutableArray<MeterRegister> Registers { get; init; }
}

/// <summary>One quantity of a meter.</summary>
/// <param name="Entity">What it is.</param>
/// <param name="Table">In which table it lies.</param>
/// <param name="Address">Its first register, counted from 0 as on the wire.</param>
/// <param name="Type">How it lies there.</param>
public sealed record MeterRegister(Entity Entity, ModbusTable Table, ushort Address, RegisterType Type)
{
    /// <summary>The register with the lower half comes first.</summary>
    public bool LowFirst { get; init; }

    /// <summary>The number in the registers is multiplied by it.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>How many registers it takes.</summary>
    public int Length => Type.Registers;
}
