namespace Bridge.Host.Runtime;

/// <summary>Health of a device at one moment; see <see cref="DeviceHealth"/>, for rejected values the pipeline.</summary>
internal sealed record DeviceReport(
    DeviceStatus Status,
    string? Reason,
    bool Online,
    DateTimeOffset? LastSuccessAt,
    int ConsecutiveFailures,
    string? LastError,
    long Readings,
    long Failures,
    long Rejected,
    TimeSpan Quiet)
{
    /// <summary>The report of that health.</summary>
    public static DeviceReport Of(DeviceHealth health, long rejected) => new(
        health.Status,
        health.Reason,
        health.Online,
        health.LastSuccessAt,
        health.ConsecutiveFailures,
        health.LastError,
        health.Readings,
        health.Failures,
        rejected,
        health.Quiet);

    /// <summary>The status as topics spell it.</summary>
    public string StatusText => Status switch
    {
        DeviceStatus.Starting => "starting",
        DeviceStatus.Ok => "ok",
        DeviceStatus.Error => "error",
        DeviceStatus.Unavailable => "unavailable",
        DeviceStatus.Stale => "stale",
        DeviceStatus.Disabled => "disabled",
        _ => throw new InvalidOperationException($"{Status} is no status."),
    };

    /// <summary>Why it takes no commands now; null when it does.</summary>
    public string? Refusal => Online ? null : LastError is null
        ? $"the device is offline ({StatusText})"
        : $"the device is offline ({StatusText}): {LastError}";
}
