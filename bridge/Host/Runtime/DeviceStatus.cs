namespace Bridge.Host.Runtime;

/// <summary>Status of a device; the contract's words in lower case.</summary>
internal enum DeviceStatus
{
    /// <summary>No good reading yet.</summary>
    Starting,

    /// <summary>The last cycle was good.</summary>
    Ok,

    /// <summary>The last cycle failed.</summary>
    Error,

    /// <summary>Its bus or port cannot be used.</summary>
    Unavailable,

    /// <summary>Nothing good for too long, though nothing failed.</summary>
    Stale,

    /// <summary>Switched off by the user.</summary>
    Disabled,
}
