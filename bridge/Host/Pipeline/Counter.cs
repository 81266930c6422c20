using Bridge.Host.Configuration;
using Bridge.Host.Pipeline.Stages;

namespace Bridge.Host.Pipeline;

/// <summary>What is remembered of one counter of a device, though its driver may describe it anew.</summary>
internal sealed class Counter(EntityOptions options)
{
    /// <summary>Judges what the device tells.</summary>
    public CounterGuard Guard { get; } = new(options.Hold, options.MaxRate, options.Relearn);

    /// <summary>What lies between the device's number and the reading that the user set.</summary>
    public decimal Correction { get; set; }
}
