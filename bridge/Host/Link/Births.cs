namespace Bridge.Host.Link;

/// <summary>
/// Says when everything is to be announced after a birth of Home Assistant: soon, once for all births of that time, and
/// at most a few times in a few minutes, so that one which starts again and again makes no storm. What it misses then it
/// finds retained at the broker. Safe to use from several threads.
/// </summary>
internal sealed class Births(Random random, TimeProvider time)
{
    /// <summary>So many births are answered within <see cref="Window"/>.</summary>
    private const int Most = 3;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly Queue<long> _answered = new();
    private long _number;
    private long? _awaited;

    /// <summary>Home Assistant was born.</summary>
    /// <returns>A number for <see cref="TryAnswer"/> and how long to wait; null when an announcement is awaited already.</returns>
    public (long Number, TimeSpan Delay)? Hear()
    {
        lock (_gate)
        {
            if (_awaited is not null)
            {
                return null;
            }

            _awaited = ++_number;
            var usual = TimeSpan.FromSeconds(1 + (random.NextDouble() * 4));
            var free = _answered.Count < Most ? TimeSpan.Zero : Window - time.GetElapsedTime(_answered.Peek());
            return (_number, usual > free ? usual : free);
        }
    }

    /// <summary>The delay of a birth is over; false when everything was announced meanwhile.</summary>
    public bool TryAnswer(long number)
    {
        lock (_gate)
        {
            if (_awaited != number)
            {
                return false;
            }

            if (_answered.Count == Most)
            {
                _answered.Dequeue();
            }

            _answered.Enqueue(time.GetTimestamp());
            _awaited = null;
            return true;
        }
    }

    /// <summary>Everything is announced now: who waits for it hears it.</summary>
    public void Announced()
    {
        lock (_gate)
        {
            _awaited = null;
        }
    }
}
