namespace Bridge.Host.Configuration;

/// <summary>What a switch is set to in an ordered stop of the bridge.</summary>
internal enum OnStop
{
    /// <summary>Nothing: it stays as it is.</summary>
    Keep,

    /// <summary>On.</summary>
    On,

    /// <summary>Off.</summary>
    Off,
}
