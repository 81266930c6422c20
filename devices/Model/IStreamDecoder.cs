using System.Collections.Immutable;

namespace Bridge.Devices.Model;

/// <summary>Turns the bytes of a line into readings. Garbage is not exceptional: it is consumed, and told as a fault.</summary>
public interface IStreamDecoder
{
    /// <summary>Takes the next bytes in any split: whole, byte by byte, cut anywhere. Keeps a bounded rest.</summary>
    void Consume(ReadOnlySpan<byte> bytes, IStreamSink sink);

    /// <summary>Forgets a half-received telegram; called when the line was opened again.</summary>
    void Reset();
}

/// <summary>What a <see cref="IStreamDecoder"/> tells.</summary>
public interface IStreamSink
{
    /// <summary>A good telegram. <see cref="Describe"/> comes first when it has entities that were not described yet.</summary>
    void Report(Reading reading);

    /// <summary>A damaged or unreadable telegram, or a run of noise.</summary>
    void Fault(BusFault fault, string message);

    /// <summary>What the device is and which entities it has, as its telegrams show; called when that changes.</summary>
    void Describe(DeviceInfo info, ImmutableArray<Entity> entities);
}
