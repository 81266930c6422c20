using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;

namespace Bridge.Host.Logging;

/// <summary>The least severe level that is logged; may change while the bridge runs.</summary>
internal sealed class LogLevelControl(LogLevel level)
{
    /// <summary>The level; <see cref="LogLevel.None"/> counts as critical.</summary>
    public LogLevel Level
    {
        get => FromSerilog(Switch.MinimumLevel);
        set => Switch.MinimumLevel = ToSerilog(value);
    }

    /// <summary>Loggers whose debug lines are logged whatever the level, as somebody asked for them.</summary>
    public ImmutableArray<string> Traced { get; init; } = [];

    /// <summary>What Serilog reads.</summary>
    internal LoggingLevelSwitch Switch { get; } = new(ToSerilog(level));

    private static LogEventLevel ToSerilog(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };

    private static LogLevel FromSerilog(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => LogLevel.Trace,
        LogEventLevel.Debug => LogLevel.Debug,
        LogEventLevel.Information => LogLevel.Information,
        LogEventLevel.Warning => LogLevel.Warning,
        LogEventLevel.Error => LogLevel.Error,
        _ => LogLevel.Critical,
    };
}
