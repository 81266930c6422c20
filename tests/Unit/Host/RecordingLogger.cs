using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host;

/// <summary>Keeps every line that was logged, debug among it.</summary>
internal sealed class RecordingLogger : ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public IEnumerable<string> AtLeast(LogLevel level) =>
        Lines.Where(line => line.Level >= level).Select(static line => line.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => Lines.Enqueue((logLevel, formatter(state, exception)));
}
