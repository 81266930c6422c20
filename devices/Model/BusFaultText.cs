namespace Bridge.Devices.Model;

/// <summary>The contract's words for <see cref="BusFault"/>.</summary>
public static class BusFaultText
{
    extension(BusFault fault)
    {
        /// <summary>The reason as topics and logs spell it, such as <c>no_answer</c>.</summary>
        public string Text => fault switch
        {
            BusFault.Timeout => "timeout",
            BusFault.NoAnswer => "no_answer",
            BusFault.Checksum => "checksum",
            BusFault.InvalidValue => "invalid_value",
            BusFault.WrongChip => "wrong_chip",
            BusFault.Protocol => "protocol",
            BusFault.Bug => "bug",
            BusFault.PortMissing => "port_missing",
            BusFault.BusDown => "bus_down",
            BusFault.Busy => "busy",
            BusFault.Permission => "permission",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "not a fault"),
        };

        /// <summary>True when the bus or port cannot be used at all, so that its devices are <c>unavailable</c> at once.</summary>
        public bool IsOfBus => fault is BusFault.PortMissing or BusFault.BusDown or BusFault.Busy or BusFault.Permission;

        /// <summary>
        /// True when a chip may have refused by not acknowledging; drivers of some I²C adapters, such as that of the
        /// CP2112, tell it as a time-out.
        /// </summary>
        public bool MayBeRefusal => fault is BusFault.NoAnswer or BusFault.Timeout;
    }
}
