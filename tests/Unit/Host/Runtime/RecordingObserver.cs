using System.Collections.Concurrent;
using Bridge.Devices.Model;
using Bridge.Host.Runtime;

namespace Bridge.Unit.Host.Runtime;

/// <summary>Keeps what a device told.</summary>
internal sealed class RecordingObserver : IDeviceObserver
{
    public ConcurrentQueue<Changes> Changes { get; } = new();

    public ConcurrentQueue<(BusFault Fault, string Message)> Faults { get; } = new();

    public void Changed(Device device, Changes changes) => Changes.Enqueue(changes);

    public ConcurrentQueue<KeyedValue> Published { get; } = new();

    void IDeviceObserver.Published(Device device, KeyedValue value) => Published.Enqueue(value);

    public int Repeats { get; private set; }

    public void Faulted(Device device, BusFault fault, string message, bool isNew)
    {
        if (isNew)
        {
            Faults.Enqueue((fault, message));
        }
        else
        {
            Repeats++;
        }
    }
}
