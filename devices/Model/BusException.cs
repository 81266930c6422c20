namespace Bridge.Devices.Model;

/// <summary>Trouble on a wire: trying again may help.</summary>
/// <param name="fault">The reason, as status and logs name it.</param>
/// <param name="message">What happened, where, and what to do.</param>
/// <param name="inner">What lay below, if anything.</param>
public sealed class BusException(BusFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The reason, as status and logs name it.</summary>
    public BusFault Fault { get; } = fault;
}

/// <summary>Why a device or its bus gave no good reading; the words of the contract's status table.</summary>
public enum BusFault
{
    /// <summary>It did not finish in time.</summary>
    Timeout,

    /// <summary>Nobody answered at that address.</summary>
    NoAnswer,

    /// <summary>A checksum did not fit.</summary>
    Checksum,

    /// <summary>The device marked its value as invalid, or it is physically impossible.</summary>
    InvalidValue,

    /// <summary>Another chip sits at that address.</summary>
    WrongChip,

    /// <summary>What came cannot be read as this protocol.</summary>
    Protocol,

    /// <summary>A bug of ours: any exception that is not a <see cref="BusException"/>.</summary>
    Bug,

    /// <summary>The port or bus node is not there.</summary>
    PortMissing,

    /// <summary>The bus itself does not work.</summary>
    BusDown,

    /// <summary>Another process or driver holds it.</summary>
    Busy,

    /// <summary>We may not open it.</summary>
    Permission,
}
