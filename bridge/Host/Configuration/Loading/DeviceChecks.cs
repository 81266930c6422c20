using System.Collections.Immutable;
using Bridge.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Checks devices against each other.</summary>
internal static class DeviceChecks
{
    /// <summary>Tells devices that share a place on the wires, or an identity.</summary>
    public static void Run(ImmutableArray<DeviceOptions> devices, Surroundings surroundings)
    {
        var enabled = devices.Where(static device => device.Enabled).ToArray();
        Twice(
            enabled, static device => device.Bus is null ? null : $"{device.Bus} 0x{device.Address:x2}",
            "address", "sits at the same address of the same bus as", surroundings);
        Twice(enabled, Port, "port", "uses the same port as", surroundings);
        Twice(devices, static device => device.PreviousId, "previous_id", "has the same previous_id as", surroundings);

        foreach (var device in devices.Where(device => device.PreviousId != device.Id
            && devices.Any(other => other.Id == device.PreviousId)))
        {
            Fault(device, "previous_id", "this id is in use by another device", surroundings);
        }

        foreach (var device in devices.Where(static device => device.PreviousId == "bridge"))
        {
            Fault(device, "previous_id", "the id bridge is reserved for the bridge itself", surroundings);
        }
    }

    private static string? Port(DeviceOptions device) => device.Port switch
    {
        null => null,
        var port when port.Contains("://", StringComparison.Ordinal) => port.TrimEnd('/').ToLowerInvariant(),
        var port => Path.GetFullPath(port),
    };

    private static void Twice(
        IEnumerable<DeviceOptions> devices,
        Func<DeviceOptions, string?> place,
        string key,
        string message,
        Surroundings surroundings)
    {
        foreach (var group in devices.Where(device => place(device) is not null).GroupBy(place, StringComparer.Ordinal))
        {
            foreach (var device in group.Skip(1))
            {
                Fault(device, key, $"{device.Id} {message} {group.First().Id}", surroundings);
            }
        }
    }

    private static void Fault(DeviceOptions device, string key, string message, Surroundings surroundings)
    {
        var path = ConfigurationPath.Combine(DeviceKeys.Common.Name, device.Id, key);
        var above = surroundings.Layers.Children(DeviceKeys.Common.Name).First(child => child.Key == device.Id);
        surroundings.Faults.Add(surroundings.Layers.Find(path)?.Origin ?? above.Origin, path, message);
    }
}
