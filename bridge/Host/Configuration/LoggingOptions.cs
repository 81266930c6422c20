using Microsoft.Extensions.Logging;

namespace Bridge.Host.Configuration;

/// <summary>Section <c>logging</c>.</summary>
internal sealed record LoggingOptions
{
    /// <summary>The least severe level that is logged.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Form of a line.</summary>
    public LogFormat Format { get; init; }

    /// <summary>A file beside stderr; null for none.</summary>
    public string? File { get; init; }

    /// <summary>Size at which the file is rotated.</summary>
    public int MaxFileSizeMb { get; init; } = 10;

    /// <summary>Rotated files that are kept.</summary>
    public int BackupCount { get; init; } = 3;
}

/// <summary>Form of a log line.</summary>
internal enum LogFormat
{
    /// <summary>Text on a terminal, in the add-on and under journald, else JSON.</summary>
    Auto,

    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
