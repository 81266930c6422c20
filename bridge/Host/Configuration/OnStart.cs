namespace Bridge.Host.Configuration;

/// <summary>What a switch is set to once its state is known after the start.</summary>
internal enum OnStart
{
    /// <summary>Nothing: it stays as it is.</summary>
    Read,

    /// <summary>What it was when the bridge ran last.</summary>
    Restore,

    /// <summary>On.</summary>
    On,

    /// <summary>Off.</summary>
    Off,
}
