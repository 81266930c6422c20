namespace Bridge.EndToEnd.Scenes;

/// <summary>A growing list that can be waited on: for an entry that fits, never for time to pass.</summary>
/// <param name="what">What it holds.</param>
/// <param name="beside">What to tell beside it when something does not come.</param>
internal sealed class Record<T>(string what, Func<string>? beside = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<T> _entries = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many entries there are; a place to wait from.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The entries from a place on.</summary>
    public IReadOnlyList<T> From(int start)
    {
        lock (_gate)
        {
            return _entries[start..];
        }
    }

    /// <summary>Adds one.</summary>
    public void Add(T entry)
    {
        TaskCompletionSource news;
        lock (_gate)
        {
            _entries.Add(entry);
            (news, _news) = (_news, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        news.TrySetResult();
    }

    /// <summary>The first entry from a place on that fits.</summary>
    public async Task<T> FirstAsync(Func<T, bool> fits, int start, string wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task news;
            lock (_gate)
            {
                for (; start < _entries.Count; start++)
                {
                    if (fits(_entries[start]))
                    {
                        return _entries[start];
                    }
                }

                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException(
                    $"{wanted} did not come within {Patience.TotalSeconds:0} s. {what}:\n"
                    + string.Join('\n', From(0).TakeLast(60)) + beside?.Invoke(),
                    late);
            }
        }
    }
}
