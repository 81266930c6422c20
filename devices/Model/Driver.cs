using System.Collections.Immutable;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Model;

/// <summary>A device type: what it is called, what it tells, what can be set, and how it is made. One per driver file.</summary>
/// <param name="Name">The word after <c>driver:</c>, <c>[a-z0-9_]+</c>.</param>
/// <param name="Summary">One line for lists and documents: what it is and what it measures.</param>
public abstract record Driver(string Name, string Summary)
{
    /// <summary>What is known before the device has spoken.</summary>
    public DeviceInfo Info { get; init; } = new();

    /// <summary>The driver's own configuration keys, beside those that all devices have.</summary>
    public ImmutableArray<Setting> Settings { get; init; } = [];

    /// <summary>
    /// Cross-checks of settings that are each good on their own; yields what is wrong, in words. What begins with a
    /// setting's key and a colon is told where that setting stands.
    /// </summary>
    public Func<SettingValues, IEnumerable<string>> Check { get; init; } = static _ => [];

    /// <summary>The entities known before the device has spoken; empty when it tells them itself.</summary>
    public Func<SettingValues, ImmutableArray<Entity>> Entities { get; init; } = static _ => [];

    /// <summary>Where what the driver knows comes from: data sheet or specification, with its edition.</summary>
    public required string Source { get; init; }
}

/// <summary>A chip on an I²C bus that is asked at an interval.</summary>
/// <inheritdoc cref="Driver"/>
public sealed record I2cDriver(string Name, string Summary) : Driver(Name, Summary)
{
    /// <summary>The 7-bit addresses it can have; the first is the default.</summary>
    public required ImmutableArray<byte> Addresses { get; init; }

    /// <summary>What its bus master must be able to do.</summary>
    public I2cNeeds Needs { get; init; }

    /// <summary>How often it is read when the user does not say.</summary>
    public TimeSpan DefaultInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Makes the conversation with one chip; does no I/O itself.</summary>
    public required Func<I2cLink, SettingValues, TimeProvider, IPolledDevice> Create { get; init; }
}

/// <summary>A device that talks on a serial line of its own accord.</summary>
/// <inheritdoc cref="Driver"/>
public sealed record StreamDriver(string Name, string Summary) : Driver(Name, Summary)
{
    /// <summary>The line as the device has it with these settings; the user's <c>baud</c>, <c>parity</c> … come over it.</summary>
    public required Func<SettingValues, LineSettings> Line { get; init; }

    /// <summary>Makes a decoder at the start of a stream; does no I/O.</summary>
    public required Func<SettingValues, TimeProvider, IStreamDecoder> Create { get; init; }
}

/// <summary>A device on a Modbus line, which it shares with others, that is asked at an interval.</summary>
/// <inheritdoc cref="Driver"/>
public sealed record ModbusDriver(string Name, string Summary) : Driver(Name, Summary)
{
    /// <summary>The line as the device leaves its factory; the user's <c>baud</c>, <c>parity</c> … come over it.</summary>
    public required LineSettings Line { get; init; }

    /// <summary>How often it is read when the user does not say.</summary>
    public TimeSpan DefaultInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Makes the conversation with one unit; does no I/O itself.</summary>
    public required Func<ModbusLink, SettingValues, TimeProvider, IPolledDevice> Create { get; init; }
}
