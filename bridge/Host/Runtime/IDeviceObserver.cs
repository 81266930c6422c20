using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>Is told what happens to devices. Calls come from the devices' own tasks and must return at once.</summary>
internal interface IDeviceObserver
{
    /// <summary>Something is to be told to the world.</summary>
    void Changed(Device device, Changes changes);

    /// <summary>A value of an entity with history is part of the state from now on. Calls of a device come in order.</summary>
    void Published(Device device, KeyedValue value)
    {
    }

    /// <summary>Something happened that is no value: it is told now or never. Calls of a device come in order.</summary>
    void Happened(Device device, DeviceEvent happened)
    {
    }

    /// <summary>A cycle failed, or a part of it.</summary>
    void Faulted(Device device, FaultNotice notice);

    /// <summary>A good reading ended faults that were told.</summary>
    void Recovered(Device device, Recovery recovery);
}
