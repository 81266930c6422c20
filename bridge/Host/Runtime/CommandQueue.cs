using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>
/// The commands that wait for one device, in the order in which they came, and few of them: who asks faster than the
/// device can do is told so. Safe to use from several threads.
/// </summary>
internal sealed class CommandQueue
{
    /// <summary>How many may wait.</summary>
    public const int Most = 32;

    /// <summary>What became of a number when a newer one took its place.</summary>
    public const string Superseded = "superseded";

    private readonly Lock _gate = new();
    private readonly List<CommandRequest> _waiting = [];
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _closed;

    /// <summary>Done while a command waits, or somebody was woken.</summary>
    public Task Arrival
    {
        get
        {
            lock (_gate)
            {
                return _arrival.Task;
            }
        }
    }

    /// <summary>
    /// Puts a command at the end. A number takes the place of the number that waits for the same entity: of a slider that
    /// is dragged, only where it stops counts.
    /// </summary>
    public void Post(CommandRequest request)
    {
        var (answered, answer) = Enqueue(request);
        answered?.Answer(answer);
    }

    /// <summary>Ends a wait once without a command, as something else has changed.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _arrival.TrySetResult();
        }
    }

    /// <summary>Takes the first; null when none waits.</summary>
    public CommandRequest? Take()
    {
        lock (_gate)
        {
            CommandRequest? first = null;
            if (_waiting.Count > 0)
            {
                first = _waiting[0];
                _waiting.RemoveAt(0);
            }

            if (_waiting.Count == 0 && _arrival.Task.IsCompleted)
            {
                _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return first;
        }
    }

    /// <summary>Waits until a command is there or somebody was woken (true), or the time is over (false).</summary>
    public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        var arrival = Arrival;
        await arrival.WaitAsync(longest, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
        return arrival.IsCompleted;
    }

    /// <summary>Nobody serves it any more: whatever waits or comes is answered with <paramref name="why"/>.</summary>
    public void Close(string why)
    {
        lock (_gate)
        {
            _closed = why;
        }

        while (Take() is { } request)
        {
            request.Answer(why);
        }
    }

    private (CommandRequest? Answered, string? Answer) Enqueue(CommandRequest request)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                return (request, _closed);
            }

            var same = request.Command.Value.Kind == ValueKind.Number
                ? _waiting.FindIndex(each => each.Command.Key == request.Command.Key)
                : -1;
            if (same >= 0)
            {
                var older = _waiting[same];
                _waiting[same] = request;
                return (older, Superseded);
            }

            if (_waiting.Count == Most)
            {
                return (request, $"{Most} commands wait already: the device is slower than it is asked");
            }

            _waiting.Add(request);
            _arrival.TrySetResult();
            return (null, null);
        }
    }
}
