using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>Is told what happens to devices. Calls come from the devices' own tasks and must return at once.</summary>
internal interface IDeviceObserver
{
    /// <summary>Something is to be told to the world.</summary>
    void Changed(Device device, Changes changes);

    /// <summary>A fault began, or changed its kind.</summary>
    void Faulted(Device device, BusFault fault, string message);
}
