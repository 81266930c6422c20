using System.Collections.Immutable;

namespace Bridge.Devices.Model;

/// <summary>A polled device in which something may happen between two readings: it is looked at often, and briefly.</summary>
public interface IWatchedDevice : IPolledDevice
{
    /// <summary>Time from one look to the next; zero when there is nothing to be seen.</summary>
    TimeSpan LookInterval { get; }

    /// <summary>One look: what has happened since the last one.</summary>
    /// <exception cref="BusException">The device or its bus did not answer.</exception>
    ValueTask<ImmutableArray<DeviceEvent>> LookAsync(CancellationToken cancellationToken);
}
