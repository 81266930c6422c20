using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Store;

/// <summary>What a device told of itself.</summary>
/// <param name="Driver">The driver that read it; what another driver learned is worth nothing.</param>
/// <param name="Info">Manufacturer, serial number and the like.</param>
/// <param name="Entities">Its entities, in the order of discovery.</param>
public sealed record LearnedDevice(string Driver, DeviceInfo Info, ImmutableArray<Entity> Entities);
