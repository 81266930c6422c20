using System.Collections.Immutable;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
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
        SharedPorts(enabled, surroundings);
        Twice(
            enabled.Where(static device => device.Driver is ModbusDriver),
            static device => device.Port is null ? null : $"{PortPath.Resolve(device.Port)} {device.Unit}",
            "unit", "has the same unit on the same port as", surroundings);
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

        foreach (var device in devices)
        {
            CheckOutputs(device, surroundings);
            CheckOwnNumbers(device, surroundings);
            CheckInterval(device, surroundings);
        }
    }

    private static void CheckInterval(DeviceOptions device, Surroundings surroundings)
    {
        if (device.Tunable && KeysOf(device).Contains(DeviceOptions.IntervalKey))
        {
            Fault(
                device, DeviceKeys.Tunable.Key, "the number would be interval, but there is an entity of this key already",
                surroundings);
        }
    }

    private static HashSet<string> KeysOf(DeviceOptions device) => device.Driver.Entities(device.Settings)
        .Select(static entity => entity.Key)
        .Concat(device.Derived.Select(static derived => derived.Key))
        .Concat(device.Totals.Select(static total => total.Key)).ToHashSet(StringComparer.Ordinal);

    // They would be left out without a word.
    private static void CheckOwnNumbers(DeviceOptions device, Surroundings surroundings)
    {
        var known = KeysOf(device);
        var wanted = device.Entities.Where(static pair => pair.Value.SetReading)
            .Select(static pair => (EntityKeys.Section, pair.Key, EntityKeys.SetReading.Key, Own: $"{pair.Key}_reading"))
            .Concat(device.Entities.Where(static pair => pair.Value.Tunable)
                .Select(static pair => (EntityKeys.Section, pair.Key, EntityKeys.Tunable.Key, Own: $"{pair.Key}_offset")))
            .Concat(device.Totals.Where(static total => total.SetReading)
                .Select(static total => (TotalKeys.Section, total.Key, EntityKeys.SetReading.Key, Own: $"{total.Key}_reading")));
        foreach (var (section, entity, key, own) in wanted)
        {
            if (!TextForm.IsEntityKey(own) || known.Contains(own))
            {
                var path = ConfigurationPath.Combine(section.Name, entity, key);
                var why = known.Contains(own) ? "there is an entity of this key already" : "it is longer than 63 characters";
                Fault(device, path, $"the number would be {own}, but {why}", surroundings);
            }
        }
    }

    private static void CheckOutputs(DeviceOptions device, Surroundings surroundings)
    {
        foreach (var entity in device.Driver.Entities(device.Settings))
        {
            if (entity.Kind != EntityKind.Switch
                && device.Entities.TryGetValue(entity.Key, out var own)
                && (own.OnStart != OnStart.Read || own.OnStop != OnStop.Keep))
            {
                var key = own.OnStart != OnStart.Read ? EntityKeys.OnStart.Key : EntityKeys.OnStop.Key;
                var path = ConfigurationPath.Combine(EntityKeys.Section.Name, entity.Key, key);
                Fault(device, path, $"{entity.Key} is no switch and has no {key}", surroundings);
            }
        }
    }

    /// <summary>Only Modbus devices share a port, and only when they see its line the same way.</summary>
    private static void SharedPorts(IEnumerable<DeviceOptions> devices, Surroundings surroundings)
    {
        var ports = devices.Where(static device => device.Port is not null)
            .GroupBy(static device => PortPath.Resolve(device.Port!), StringComparer.Ordinal);
        foreach (var group in ports)
        {
            var first = group.First();
            foreach (var device in group.Skip(1))
            {
                if (device.Driver is not ModbusDriver || first.Driver is not ModbusDriver)
                {
                    Fault(device, "port", $"{device.Id} uses the same port as {first.Id}", surroundings);
                }
                else if (device.Line != first.Line && !PortPath.IsModbusTcp(device.Port!))
                {
                    Fault(
                        device,
                        "port",
                        $"{device.Id} sets its line to {device.Line}, {first.Id} the same line to {first.Line}; "
                            + "give both the same baud, data_bits, parity and stop_bits",
                        surroundings);
                }
            }
        }
    }

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
