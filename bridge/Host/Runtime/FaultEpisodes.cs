using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>
/// Counts the failures of an episode and says which are worth telling: the 1st, 2nd, 4th, 8th …, and one an hour. An
/// episode of a fault is over when a good reading came and the fault stayed away for a minute: a line with a damaged
/// telegram now and then is one episode, not many.
/// </summary>
internal sealed class FaultEpisodes(TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Reminder = TimeSpan.FromHours(1);

    private readonly Dictionary<BusFault, Episode> _episodes = [];

    /// <summary>Notes a failure.</summary>
    /// <param name="fault">What kind.</param>
    /// <param name="message">For a person.</param>
    /// <param name="demanded">It is to be told whatever its number is.</param>
    public FaultNotice Note(BusFault fault, string message, bool demanded = false)
    {
        if (!_episodes.TryGetValue(fault, out var episode)
            || (!episode.IsOpen && time.GetElapsedTime(episode.Last) >= Quiet))
        {
            _episodes[fault] = episode = new() { Begin = time.GetUtcNow() };
        }

        var now = time.GetTimestamp();
        if (!episode.IsOpen)
        {
            (episode.IsOpen, episode.OpenedAt, episode.Failures) = (true, now, 0);
        }

        episode.Last = now;
        episode.Failures++;
        episode.Count++;
        var isDue = demanded || (episode.Count & (episode.Count - 1)) == 0
            || time.GetElapsedTime(episode.Told, now) >= Reminder;
        if (isDue)
        {
            (episode.Told, episode.IsTold) = (now, true);
        }

        return new(fault, message, episode.Count, episode.Begin, isDue);
    }

    /// <summary>Notes a good reading; what to tell of it, null when nothing was told of the faults before it.</summary>
    /// <param name="but">A fault that it does not end.</param>
    public Recovery? Recovered(BusFault? but = null)
    {
        var (isTold, begin, failures) = (false, long.MaxValue, 0L);
        foreach (var (fault, episode) in _episodes)
        {
            if (episode.IsOpen && fault != but)
            {
                isTold |= episode.IsTold;
                begin = Math.Min(begin, episode.OpenedAt);
                failures += episode.Failures;
                (episode.IsOpen, episode.IsTold) = (false, false);
            }
        }

        return isTold ? new(time.GetElapsedTime(begin), failures) : null;
    }

    private sealed class Episode
    {
        /// <summary>When its first failure was.</summary>
        public required DateTimeOffset Begin { get; init; }

        /// <summary>Its failures.</summary>
        public long Count { get; set; }

        /// <summary>When its last failure was.</summary>
        public long Last { get; set; }

        /// <summary>When one was told last.</summary>
        public long Told { get; set; }

        /// <summary>No good reading has come since its last failure.</summary>
        public bool IsOpen { get; set; }

        /// <summary>When it opened, after the last good reading.</summary>
        public long OpenedAt { get; set; }

        /// <summary>Its failures since then.</summary>
        public long Failures { get; set; }

        /// <summary>One of them was told.</summary>
        public bool IsTold { get; set; }
    }
}

/// <summary>A failure of a device.</summary>
/// <param name="Fault">What kind.</param>
/// <param name="Message">For a person.</param>
/// <param name="Number">Which it is of its episode, from 1.</param>
/// <param name="Begin">When the episode began.</param>
/// <param name="IsDue">It is one to be told.</param>
internal readonly record struct FaultNotice(
    BusFault Fault, string Message, long Number, DateTimeOffset Begin, bool IsDue);

/// <summary>A device is well again.</summary>
/// <param name="Duration">Since the first failure after its last good reading.</param>
/// <param name="Failures">How many there were.</param>
internal readonly record struct Recovery(TimeSpan Duration, long Failures);
