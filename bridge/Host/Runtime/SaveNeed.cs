namespace Bridge.Host.Runtime;

/// <summary>How the totals of a device wait to be kept.</summary>
internal enum SaveNeed
{
    /// <summary>All is kept.</summary>
    None,

    /// <summary>They have risen.</summary>
    Some,

    /// <summary>The user has set one.</summary>
    Soon,
}
