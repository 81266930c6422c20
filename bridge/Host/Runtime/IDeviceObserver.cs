namespace Bridge.Host.Runtime;

/// <summary>Is told what happens to devices. Calls come from the devices' own tasks and must return at once.</summary>
internal interface IDeviceObserver
{
    /// <summary>Something is to be told to the world.</summary>
    void Changed(Device device, Changes changes);

    /// <summary>A cycle failed, or a part of it.</summary>
    void Faulted(Device device, FaultNotice notice);

    /// <summary>A good reading ended faults that were told.</summary>
    void Recovered(Device device, Recovery recovery);
}
