using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.I2c;

/// <summary>
/// Tells lines that hang from chips that fail: nobody on a bus of two or more answered the last time, not even with a
/// missing acknowledge. Not thread-safe: its worker guards it.
/// </summary>
internal sealed class LockUpWatch(string path)
{
    private readonly SortedDictionary<byte, bool> _silent = [];

    /// <summary>True while the last transfers of all addresses were in vain.</summary>
    public bool IsLockedUp => _silent.Count > 1 && _silent.Values.All(static silent => silent);

    /// <summary>This address is in use.</summary>
    public void Add(byte address) => _silent.TryAdd(address, false);

    /// <summary>A transfer ended: <paramref name="silent"/> when neither the chip nor the adapter told why it failed.</summary>
    public void Note(byte address, bool silent) => _silent[address] = silent;

    /// <summary>What a failed transfer is told meanwhile.</summary>
    public BusException Fault(Exception inner)
    {
        var addresses = string.Join(", ", _silent.Keys.Select(static address => $"0x{address:x2}"));
        return new(
            BusFault.BusDown,
            $"{path}: none of {addresses} finishes a transfer: a chip holds a line low, or all are without power; "
            + "power-cycle the chips, check wiring and pull-ups",
            inner);
    }
}
