namespace Bridge.TestSupport;

/// <summary>Runs that take minutes, which nobody waits for while working.</summary>
public static class SlowRuns
{
    /// <summary>True with <c>BRIDGE_SLOW=1</c>.</summary>
    public static bool AreWanted { get; } = Environment.GetEnvironmentVariable("BRIDGE_SLOW") == "1";
}
