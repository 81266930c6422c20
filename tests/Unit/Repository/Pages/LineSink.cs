using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Writes log lines to a writer.</summary>
internal sealed class LineSink(TextWriter lines, ITextFormatter formatter) : ILogEventSink
{
    /// <inheritdoc/>
    public void Emit(LogEvent logEvent) => formatter.Format(logEvent, lines);
}
