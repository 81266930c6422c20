namespace Bridge.Devices.Model;

/// <summary>A conversation with one device that answers when asked. It has no thread, timer, log or clock of its own.</summary>
public interface IPolledDevice
{
    /// <summary>What is known of the device; grows with the conversation.</summary>
    DeviceInfo Info { get; }

    /// <summary>One whole reading.</summary>
    /// <exception cref="BusException">The device or its bus gave none; the next call starts the conversation anew.</exception>
    ValueTask<Reading> ReadAsync(CancellationToken cancellationToken);
}
