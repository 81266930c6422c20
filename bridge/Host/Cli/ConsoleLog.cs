using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Cli;

/// <summary>The log of a command: to stderr, in the form that fits where the process runs.</summary>
internal static class ConsoleLog
{
    /// <summary>Makes it; disposing closes its file.</summary>
    public static ILoggerFactory Create(LoggingOptions options, LogLevelControl level) => LoggingSetup.Create(
        options,
        level,
        new LogSurroundings(!Console.IsErrorRedirected, SourceOptions.Environment()),
        Equipment.Version);
}
