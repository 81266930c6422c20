using Bridge.Devices.Model;

namespace Bridge.TestSupport.Wires;

/// <summary>
/// A driver's link to a chip whose conversation is a script; the rules are those of <see cref="ScriptedBus"/>.
/// </summary>
public sealed class ScriptedLink(byte address = 0x76) : I2cLink
{
    private readonly TransferScript _script = new(address);

    /// <inheritdoc/>
    public override byte Address => address;

    /// <inheritdoc/>
    public override string Place => $"scripted 0x{address:x2}";

    /// <inheritdoc cref="ScriptedBus.Remaining"/>
    public int Remaining => _script.Remaining;

    /// <inheritdoc cref="ScriptedBus.Writes"/>
    public ScriptedLink Writes(string hex) => Add(script => script.Writes(hex));

    /// <inheritdoc cref="ScriptedBus.Reads"/>
    public ScriptedLink Reads(string hex) => Add(script => script.Reads(hex));

    /// <inheritdoc cref="ScriptedBus.Nak"/>
    public ScriptedLink Nak() => Fails(BusFault.NoAnswer);

    /// <inheritdoc cref="ScriptedBus.Fails"/>
    public ScriptedLink Fails(BusFault fault) => Add(script => script.Fails(fault));

    /// <inheritdoc/>
    public override ValueTask TransferAsync(
        ReadOnlyMemory<byte> write, Memory<byte> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _script.Transfer(address, write.Span, read.Span);
        return ValueTask.CompletedTask;
    }

    private ScriptedLink Add(Action<TransferScript> step)
    {
        step(_script);
        return this;
    }
}
