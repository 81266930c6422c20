namespace Bridge.Host.Runtime;

/// <summary>Runs one device for as long as the bridge runs; whatever happens to the device stays here.</summary>
internal interface ISupervisor
{
    /// <summary>Ends when cancelled, never by a fault of the device; an exception is a bug.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
