namespace Bridge.Mqtt.Transport;

/// <summary>Starts what may wait in the kernel, where it keeps none of the pool's few threads.</summary>
internal static class OwnThread
{
    /// <summary>Runs the work on a new thread until it first waits for something else than the kernel.</summary>
    public static Task<T> RunAsync<T>(Func<Task<T>> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Func<Task> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
}
