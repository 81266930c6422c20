using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>A device on a shared wire whose commands go before what the others there are only read for.</summary>
internal sealed class UrgentCommands(ICommandedDevice device, WireLink link) : ICommandedDevice
{
    /// <inheritdoc/>
    public DeviceInfo Info => device.Info;

    /// <summary>The device as it is to be run: as it is when it takes no commands.</summary>
    public static IPolledDevice Of(IPolledDevice device, WireLink link) =>
        device is ICommandedDevice commanded ? new UrgentCommands(commanded, link) : device;

    /// <inheritdoc/>
    public ValueTask<Reading> ReadAsync(CancellationToken cancellationToken) => device.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(Command command, CancellationToken cancellationToken)
    {
        link.Urgent = true;
        try
        {
            await device.ExecuteAsync(command, cancellationToken);
        }
        finally
        {
            link.Urgent = false;
        }
    }
}
