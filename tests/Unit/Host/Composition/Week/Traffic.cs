using Bridge.Devices.Model;

namespace Bridge.Unit.Host.Composition.Week;

/// <summary>Counts transfers on their way through the threads of buses, so that the clock waits for them.</summary>
internal sealed class Traffic
{
    private int _underWay;

    /// <summary>True while one is on its way that does not hang.</summary>
    public bool IsBusy => Volatile.Read(ref _underWay) > 0;

    /// <summary>A driver that talks through here; while its <paramref name="fault"/> is on, it may hang, throw, or do well.</summary>
    public I2cDriver Through(I2cDriver driver, Fault? fault) => driver with
    {
        Create = (link, settings, time) =>
        {
            var device = driver.Create(
                fault?.Trouble == Trouble.Hang ? link : new CountedLink(link, this), settings, time);
            return fault?.Trouble == Trouble.Bug ? new BuggyDevice(device, fault) : device;
        },
    };

    private sealed class CountedLink(I2cLink link, Traffic traffic) : I2cLink
    {
        public override byte Address => link.Address;

        public override string Place => link.Place;

        public override async ValueTask TransferAsync(
            ReadOnlyMemory<byte> write, Memory<byte> read, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref traffic._underWay);
            try
            {
                await link.TransferAsync(write, read, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref traffic._underWay);
            }
        }
    }

    private sealed class BuggyDevice(IPolledDevice device, Fault fault) : IPolledDevice
    {
        public DeviceInfo Info => device.Info;

        public ValueTask<Reading> ReadAsync(CancellationToken cancellationToken) =>
            fault.IsOn ? throw new FormatException("a bug of the driver") : device.ReadAsync(cancellationToken);
    }
}
