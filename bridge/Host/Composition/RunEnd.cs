namespace Bridge.Host.Composition;

/// <summary>Why a run ended.</summary>
internal enum RunEnd
{
    /// <summary>It was told to.</summary>
    Stopped,

    /// <summary>A driver failed by too many bugs, and its device has <c>on_failure: exit</c>.</summary>
    DeviceDown,

    /// <summary>A device was stale for longer than its <c>exit_after_stale</c>.</summary>
    Stale,
}
