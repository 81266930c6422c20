using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>
/// Tells the begin of a fault from its going on. An episode is over when a good reading came and the fault stayed away
/// for a minute: a line with a damaged telegram now and then is one episode, not many.
/// </summary>
internal sealed class FaultEpisodes(TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Dictionary<BusFault, (long Last, bool Recovered)> _open = [];

    /// <summary>Notes a fault; true when it begins an episode.</summary>
    public bool Begins(BusFault fault)
    {
        var goesOn = _open.TryGetValue(fault, out var episode)
            && (!episode.Recovered || time.GetElapsedTime(episode.Last) < Quiet);
        _open[fault] = (time.GetTimestamp(), false);
        return !goesOn;
    }

    /// <summary>Notes a good reading.</summary>
    public void Recovered()
    {
        foreach (var fault in _open.Keys)
        {
            _open[fault] = _open[fault] with { Recovered = true };
        }
    }
}
