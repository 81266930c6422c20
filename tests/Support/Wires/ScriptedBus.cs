using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Model;

namespace Bridge.TestSupport.Wires;

/// <summary>
/// A bus with one chip whose whole conversation is written down beforehand. A transfer that writes takes the next step,
/// and one that reads takes the next step after that; so <c>.Writes("D0").Reads("60")</c> fits one write-then-read as
/// well as two transfers. A fault in the script is thrown by the part of the transfer that reaches it.
/// </summary>
public sealed class ScriptedBus(byte chip = 0x76) : II2cBus
{
    private readonly TransferScript _script = new(chip);

    /// <summary>The steps that nobody has asked for yet.</summary>
    public int Remaining => _script.Remaining;

    /// <summary>How many transfers were asked for.</summary>
    public int Transfers { get; private set; }

    public bool Disposed { get; private set; }

    /// <summary>The chip expects these bytes, in hexadecimal.</summary>
    public ScriptedBus Writes(string hex) => Add(script => script.Writes(hex));

    /// <summary>The chip answers these bytes, in hexadecimal; the driver must ask for exactly as many.</summary>
    public ScriptedBus Reads(string hex) => Add(script => script.Reads(hex));

    /// <summary>The chip does not acknowledge.</summary>
    public ScriptedBus Nak() => Fails(BusFault.NoAnswer);

    /// <summary>The transfer ends with that fault.</summary>
    public ScriptedBus Fails(BusFault fault) => Add(script => script.Fails(fault));

    /// <inheritdoc/>
    public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        Transfers++;
        _script.Transfer(address, write, read);
    }

    /// <inheritdoc/>
    public void Dispose() => Disposed = true;

    private ScriptedBus Add(Action<TransferScript> step)
    {
        step(_script);
        return this;
    }
}

/// <summary>The driver left the script: the test fails.</summary>
public sealed class ScriptException(string message) : Exception(message);
