namespace Bridge.Devices.Model;

/// <summary>A polled device that can be set. What it then is, its next reading tells.</summary>
public interface ICommandedDevice : IPolledDevice
{
    /// <summary>Carries a command out; returns when the device has taken it.</summary>
    /// <exception cref="BusException">It has not, or nobody knows.</exception>
    ValueTask ExecuteAsync(Command command, CancellationToken cancellationToken);
}
