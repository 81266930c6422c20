using Microsoft.Extensions.Logging;

namespace Bridge.Host.Runtime;

/// <summary>
/// Starts a supervisor again that has failed by a bug, after 1, 2, 4 … s and within a budget; beyond it the device stays
/// down, where everybody can see it.
/// </summary>
/// <param name="device">Whose.</param>
/// <param name="create">Makes a supervisor with a driver that knows nothing of the failure.</param>
/// <param name="logger">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class RestartGuard(Device device, Func<ISupervisor> create, ILogger logger, TimeProvider time)
    : ISupervisor
{
    private readonly RestartBudget _budget = new(time);

    /// <summary>Called once when the budget is spent.</summary>
    public Action GaveUp { get; init; } = static () => { };

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await FailsAsync(cancellationToken) is { } bug)
        {
            if (_budget.Take() is not { } pause)
            {
                StayDown(bug);
                return;
            }

            device.Bugs.Fail(bug, logger);
            await PauseAsync(pause, cancellationToken);
        }

        device.Commands.Close(CommandRunner.Stopping);
    }

    /// <summary>Runs a supervisor; the bug that ended it, or null for the stop.</summary>
    private async Task<Exception?> FailsAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        try
        {
            await create().RunAsync(cancellationToken);
            return null;
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            return bug;
        }
    }

    private void StayDown(Exception bug)
    {
        device.Bugs.GiveUp(bug, _budget.Bugs, logger);
        device.Commands.Close(device.Report.Refusal!);
        GaveUp();
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (pause - time.GetElapsedTime(begin) is { Ticks: > 0 } left)
        {
            try
            {
                await device.Commands.WaitAsync(left, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return; // the stop
            }

            while (device.Commands.Take() is { } request)
            {
                request.Answer(device.Report.Refusal ?? "the device is starting again after a bug of its driver");
            }
        }
    }
}
