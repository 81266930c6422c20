using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.TestSupport.Telegrams;

/// <summary>Keeps what a decoder tells.</summary>
public sealed class RecordingSink : IStreamSink
{
    /// <summary>All readings, oldest first.</summary>
    public IList<Reading> Readings { get; } = [];

    /// <summary>All faults, oldest first.</summary>
    public IList<(BusFault Fault, string Message)> Faults { get; } = [];

    /// <summary>How often the device was described.</summary>
    public int Descriptions { get; private set; }

    /// <summary>The last description.</summary>
    public DeviceInfo? Info { get; private set; }

    /// <summary>The entities of the last description.</summary>
    public ImmutableArray<Entity> Entities { get; private set; } = [];

    /// <summary>The last reading's value of a key; unknown when there is none.</summary>
    public Value this[string key] => Readings.Count == 0
        ? Value.Unknown
        : Readings[^1].Values.FirstOrDefault(each => each.Key == key).Value;

    /// <inheritdoc/>
    public void Report(Reading reading) => Readings.Add(reading);

    /// <inheritdoc/>
    public void Fault(BusFault fault, string message) => Faults.Add((fault, message));

    /// <inheritdoc/>
    public void Describe(DeviceInfo info, ImmutableArray<Entity> entities)
    {
        Descriptions++;
        Info = info;
        Entities = entities;
    }
}
