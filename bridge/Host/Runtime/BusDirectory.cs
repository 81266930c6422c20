using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;

namespace Bridge.Host.Runtime;

/// <summary>The workers of all I²C buses in use, one a bus, so that a blocked bus holds up nobody else's devices.</summary>
internal sealed class BusDirectory(IWires wires, TimeProvider time) : IAsyncDisposable
{
    private readonly Dictionary<string, I2cBusWorker> _buses = new(StringComparer.Ordinal);

    /// <summary>The worker of a bus, however its path is spelled; made at the first call, opened at the first transfer.</summary>
    public I2cBusWorker I2c(string path)
    {
        path = I2cPath.Of(path);
        if (!_buses.TryGetValue(path, out var worker))
        {
            worker = new I2cBusWorker(path, () => wires.OpenI2c(path), time);
            _buses.Add(path, worker);
        }

        return worker;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_buses.Values.Select(static worker => worker.DisposeAsync().AsTask()));
}
