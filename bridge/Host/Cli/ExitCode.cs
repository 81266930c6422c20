namespace Bridge.Host.Cli;

/// <summary>How the process ends; fixed by the outside contract.</summary>
internal static class ExitCode
{
    /// <summary>A clean stop, also on SIGTERM and SIGINT.</summary>
    public const int Clean = 0;

    /// <summary><c>bridge health</c>: not healthy.</summary>
    public const int Unhealthy = 1;

    /// <summary><c>bridge discovery --lint</c>: Home Assistant would refuse something.</summary>
    public const int Refused = 1;

    /// <summary>The configuration is wrong, or the state store is newer than the program.</summary>
    public const int Configuration = 1;

    /// <summary>The command line is wrong.</summary>
    public const int CommandLine = 2;

    /// <summary>A failure of the host that nothing could handle.</summary>
    public const int Failure = 3;

    /// <summary>A driver failed by too many bugs, and its device has <c>on_failure: exit</c>.</summary>
    public const int DeviceDown = 4;

    /// <summary>A device was stale for longer than its <c>exit_after_stale</c>.</summary>
    public const int Stale = 5;

    /// <summary>A stalled process, ended by its own watchdog.</summary>
    public const int Stalled = 6;

    /// <summary><c>bridge plan</c>: Home Assistant would lose an entity, and its history with it.</summary>
    public const int HistoryLost = 7;
}
