using Bridge.Host.Configuration;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Configuration;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace Bridge.Host.Logging;

/// <summary>Sets up Serilog behind Microsoft.Extensions.Logging, to stderr and perhaps to a file.</summary>
internal static partial class LoggingSetup
{
    /// <summary>Makes the factory; disposing it closes the file.</summary>
    /// <param name="options">Section <c>logging</c>; its level is that of <paramref name="level"/>.</param>
    /// <param name="level">The level, changed while running.</param>
    /// <param name="surroundings">Decides form and colour.</param>
    /// <param name="version">The program's version.</param>
    public static ILoggerFactory Create(
        LoggingOptions options, LogLevelControl level, LogSurroundings surroundings, string version) =>
        Create(options, level, surroundings, version, static (stderr, formatter) =>
            stderr.Console(formatter, standardErrorFromLevel: LogEventLevel.Verbose));

    /// <summary>The same with another place than stderr, for tests.</summary>
    internal static ILoggerFactory Create(
        LoggingOptions options,
        LogLevelControl level,
        LogSurroundings surroundings,
        string version,
        Func<LoggerSinkConfiguration, ITextFormatter, LoggerConfiguration> writeTo)
    {
        var json = surroundings.Choose(options.Format) == LogFormat.Json;
        ITextFormatter Formatter(bool colour) => json ? new JsonLogFormatter(version) : new TextLogFormatter(colour);

        var configuration = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(level.Switch)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning);
        foreach (var name in level.Traced)
        {
            configuration = configuration.MinimumLevel.Override(name, LogEventLevel.Debug);
        }

        configuration = writeTo(configuration.WriteTo, Formatter(surroundings.Colour));
        var fault = options.File is null ? null : TryFile(options.File);
        if (options.File is not null && fault is null)
        {
            configuration = configuration.WriteTo.File(
                Formatter(colour: false),
                options.File,
                fileSizeLimitBytes: options.MaxFileSizeMb * 1024L * 1024L,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: options.BackupCount + 1); // the one in use counts too
        }

        var factory = new SerilogLoggerFactory(configuration.CreateLogger(), dispose: true);
        if (fault is not null)
        {
            FileFailed(factory.CreateLogger("Bridge.Host.Logging"), options.File!, fault);
        }

        return factory;
    }

    // Serilog itself would say nothing of a file that it cannot open.
    private static string? TryFile(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "Log file {File} cannot be opened: {Fault} Lines go to stderr only.")]
    private static partial void FileFailed(Microsoft.Extensions.Logging.ILogger logger, string file, string fault);
}
