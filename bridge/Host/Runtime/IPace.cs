namespace Bridge.Host.Runtime;

/// <summary>When a polled device is due. What was missed, by a slow device or a machine that slept, is not made up for.</summary>
internal interface IPace
{
    /// <summary>Time until it is due, or until that is worth another look; zero or less when it is due.</summary>
    TimeSpan Left { get; }

    /// <summary>The device was read: what has come due until now is done.</summary>
    void Pass();
}
