using System.Collections.Concurrent;
using Bridge.Devices.Model;
using Bridge.Host.Runtime;

namespace Bridge.Unit.Host.Runtime;

/// <summary>Keeps what a device told.</summary>
internal sealed class RecordingObserver : IDeviceObserver
{
    public ConcurrentQueue<Changes> Changes { get; } = new();

    /// <summary>The first failure of each episode.</summary>
    public ConcurrentQueue<(BusFault Fault, string Message)> Faults { get; } = new();

    /// <summary>All failures.</summary>
    public ConcurrentQueue<FaultNotice> Notices { get; } = new();

    public ConcurrentQueue<Recovery> Recoveries { get; } = new();

    public void Changed(Device device, Changes changes) => Changes.Enqueue(changes);

    public ConcurrentQueue<KeyedValue> Published { get; } = new();

    void IDeviceObserver.Published(Device device, KeyedValue value) => Published.Enqueue(value);

    public ConcurrentQueue<DeviceEvent> Events { get; } = new();

    void IDeviceObserver.Happened(Device device, DeviceEvent happened) => Events.Enqueue(happened);

    public void Faulted(Device device, FaultNotice notice)
    {
        Notices.Enqueue(notice);
        if (notice.Number == 1)
        {
            Faults.Enqueue((notice.Fault, notice.Message));
        }
    }

    public void Recovered(Device device, Recovery recovery) => Recoveries.Enqueue(recovery);
}
