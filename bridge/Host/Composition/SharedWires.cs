using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Host.Composition;

/// <summary>
/// Devices that hang on one wire: what is wrong with the wire is told by the first of them that meets it, not by each. Safe
/// to use from several threads.
/// </summary>
internal sealed class SharedWires
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Wire> _wireOf = new(StringComparer.Ordinal); // by device

    /// <summary>Takes the wires from the configuration, and from where its ports lead now.</summary>
    public SharedWires(IEnumerable<DeviceOptions> devices)
    {
        var wires = devices.Where(static device => device.Enabled).GroupBy(PlaceOf, StringComparer.Ordinal);
        foreach (var devicesOfWire in wires.Where(static devices => devices.Key is not null && devices.Skip(1).Any()))
        {
            var wire = new Wire();
            foreach (var device in devicesOfWire)
            {
                _wireOf.Add(device.Id, wire);
            }
        }
    }

    /// <summary>A device failed: true when it is to tell so itself.</summary>
    public bool Tells(string device, BusFault fault, string message)
    {
        if (!_wireOf.TryGetValue(device, out var wire))
        {
            return true;
        }

        lock (_gate)
        {
            wire.Leave(device);
            if (fault.IsOfBus && wire.Speaker is null)
            {
                (wire.Speaker, wire.Message) = (device, message);
            }

            // A bus fault that is one device's own, such as a chip that a kernel driver has, is another message.
            var isTold = fault.IsOfBus && wire.Speaker != device && wire.Message == message;
            (isTold ? wire.Silent : wire.Told).Add(device);
            return !isTold;
        }
    }

    /// <summary>True while another device tells what is wrong with this one's wire.</summary>
    public bool IsSilent(string device)
    {
        lock (_gate)
        {
            return _wireOf.TryGetValue(device, out var wire) && wire.Silent.Contains(device);
        }
    }

    /// <summary>A device is well again: true when it is to tell so, as it told what was wrong.</summary>
    public bool Recovers(string device)
    {
        if (!_wireOf.TryGetValue(device, out var wire))
        {
            return true;
        }

        lock (_gate)
        {
            wire.Leave(device);
            return wire.Told.Remove(device);
        }
    }

    private static string? PlaceOf(DeviceOptions device) => device switch
    {
        { Bus: { } bus } => bus,
        { Port: { } port, Driver: ModbusDriver } => PortPath.Resolve(port),
        _ => null,
    };

    private sealed class Wire
    {
        /// <summary>Who tells that the wire does not work; null while it works.</summary>
        public string? Speaker { get; set; }

        /// <summary>What it tells.</summary>
        public string? Message { get; set; }

        /// <summary>For whom it tells it.</summary>
        public HashSet<string> Silent { get; } = new(StringComparer.Ordinal);

        /// <summary>Who told something since it was well.</summary>
        public HashSet<string> Told { get; } = new(StringComparer.Ordinal);

        public void Leave(string device)
        {
            Silent.Remove(device);
            Speaker = Speaker == device ? null : Speaker;
        }
    }
}
