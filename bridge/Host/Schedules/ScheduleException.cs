namespace Bridge.Host.Schedules;

/// <summary>A text is no schedule.</summary>
internal sealed class ScheduleException(int position, string message) : Exception($"position {position}: {message}")
{
    /// <summary>Where in the text, from 1.</summary>
    public int Position { get; } = position;
}
