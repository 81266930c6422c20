namespace Bridge.Host.Configuration;

/// <summary>What becomes of the bridge when a driver has failed by more bugs than its budget of restarts allows.</summary>
internal enum OnFailure
{
    /// <summary>It goes on without the device.</summary>
    Stay,

    /// <summary>It ends in good order, so that whatever started it starts it again.</summary>
    Exit,
}
