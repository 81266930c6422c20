namespace Bridge.Host.Runtime;

/// <summary>Tells a bug that was seen before from a new one, so that its stack is logged once.</summary>
internal sealed class BugJournal
{
    /// <summary>More different bugs than a driver is likely to have; beyond them, none is new.</summary>
    private const int Most = 32;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>True the first time that an exception of this type comes from this place in the code.</summary>
    public bool IsNew(Exception bug)
    {
        var place = bug.StackTrace?.Split('\n', 2)[0];
        lock (_gate)
        {
            return _seen.Count < Most && _seen.Add($"{bug.GetType()} {place}");
        }
    }
}
