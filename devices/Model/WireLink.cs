namespace Bridge.Devices.Model;

/// <summary>One device's place on a wire that it shares with others: what its driver talks to.</summary>
public abstract class WireLink
{
    /// <summary>Where it is, for messages: <c>/dev/i2c-1 0x76</c>.</summary>
    public abstract string Place { get; }

    /// <summary>
    /// What is asked from now on goes before what other devices of the wire are only read for. Set by who runs the device
    /// while it carries out a command; not meant for drivers.
    /// </summary>
    public bool Urgent { get; set; }
}
