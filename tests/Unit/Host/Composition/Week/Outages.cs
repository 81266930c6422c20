namespace Bridge.Unit.Host.Composition.Week;

/// <summary>When one thing is broken: now and then, for minutes up to an hour, as its seed says. The last hour is good.</summary>
internal sealed class Outages
{
    private readonly (DateTimeOffset Begin, DateTimeOffset End)[] _spans;

    public Outages(int seed, DateTimeOffset start, TimeSpan span)
    {
        var random = new Random(seed);
        var spans = new List<(DateTimeOffset, DateTimeOffset)>();
        for (var at = start; ;)
        {
            var begin = at + TimeSpan.FromMinutes(random.Next(30, 240));
            at = begin + TimeSpan.FromMinutes(random.Next(2, 60));
            if (at > start + span - TimeSpan.FromHours(1))
            {
                break;
            }

            spans.Add((begin, at));
        }

        _spans = [.. spans];
    }

    public int Count => _spans.Length;

    /// <summary>The end of the outage that is on; null when all is well.</summary>
    public DateTimeOffset? EndOf(DateTimeOffset now)
    {
        foreach (var (begin, end) in _spans)
        {
            if (begin <= now && now < end)
            {
                return end;
            }
        }

        return null;
    }
}
