using System.Globalization;
using Bridge.Benchmarks.Devices;

namespace Bridge.Benchmarks.Fleet;

/// <summary>What one broker had to do for a number of bridges.</summary>
internal sealed record FleetSample
{
    /// <summary>How many.</summary>
    public required int Bridges { get; init; }

    /// <summary>From the start of all until the last configuration was seen.</summary>
    public required TimeSpan Announced { get; init; }

    /// <summary>From the start of all until the last device was seen online.</summary>
    public required TimeSpan Online { get; init; }

    /// <summary>Processor time of the broker until then.</summary>
    public required TimeSpan Announcing { get; init; }

    /// <summary>How long ordinary work was measured.</summary>
    public required TimeSpan Span { get; init; }

    /// <summary>Messages that were published in it, and that the subscriber got.</summary>
    public required long Messages { get; init; }

    /// <summary>Processor time of the broker in it.</summary>
    public required TimeSpan Broker { get; init; }

    /// <summary>From Home Assistant's birth until the last configuration was seen again.</summary>
    public required TimeSpan Again { get; init; }

    /// <summary>Length of all configurations together.</summary>
    public required long DocumentBytes { get; init; }

    /// <summary>Memory of the broker at the end.</summary>
    public required Footprint Memory { get; init; }

    /// <summary>What of it a bridge adds, in bytes.</summary>
    public required long PerBridge { get; init; }

    /// <summary>Messages a second.</summary>
    public double MessagesPerSecond => Messages / Span.TotalSeconds;

    /// <summary>Processor time of the broker for a message, in microseconds, with its way to the subscriber.</summary>
    public double CpuPerMessage => Broker.TotalMicroseconds / Messages;

    /// <summary>Writes the figures.</summary>
    public void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {Bridges} bridges:
          started together: all {Boards.Documents(Bridges)} configurations ({DocumentBytes / 1048576.0:0.0} MiB) after {Announced.TotalSeconds:0.0} s, all devices online after {Online.TotalSeconds:0.0} s, broker CPU {Announcing.TotalSeconds:0.00} s
          at work: {MessagesPerSecond:0} messages/s, broker CPU {100 * (Broker / Span):0.0} % of a core, {CpuPerMessage:0} µs a message
          Home Assistant started again: all configurations after {Again.TotalSeconds:0.0} s
          broker: {Memory}, {PerBridge / 1024.0:0} KiB a bridge
        """));
}
