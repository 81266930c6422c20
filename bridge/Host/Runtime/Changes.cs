namespace Bridge.Host.Runtime;

/// <summary>What of a device has changed and is to be told.</summary>
[Flags]
internal enum Changes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Its entities or what it tells of itself: the discovery document.</summary>
    Document = 1,

    /// <summary>Values.</summary>
    State = 2,

    /// <summary>Online or offline.</summary>
    Availability = 4,

    /// <summary>Status, reason or failures.</summary>
    Diagnostics = 8,
}
