using System.Globalization;

namespace Bridge.Benchmarks.Devices;

/// <summary>What this process and the broker used in a span of time.</summary>
internal sealed record Sample
{
    /// <summary>How long.</summary>
    public required TimeSpan Span { get; init; }

    /// <summary>User time of this process.</summary>
    public required TimeSpan User { get; init; }

    /// <summary>System time of this process.</summary>
    public required TimeSpan System { get; init; }

    /// <summary>Processor time of the broker.</summary>
    public required TimeSpan Broker { get; init; }

    /// <summary>Readings; 0 where nothing is read.</summary>
    public required long Readings { get; init; }

    /// <summary>Messages that the broker got, to within a second.</summary>
    public required long Messages { get; init; }

    /// <summary>Bytes allocated.</summary>
    public required long Allocated { get; init; }

    /// <summary>Garbage collections of generation 0, 1 and 2.</summary>
    public required string Collections { get; init; }

    /// <summary>Bytes that are alive after a full collection at the end.</summary>
    public required long Live { get; init; }

    /// <summary>Memory of the process at the end, before that collection.</summary>
    public required Footprint Memory { get; init; }

    /// <summary>Processor time of this process.</summary>
    public TimeSpan Cpu => User + System;

    /// <summary>Takes one.</summary>
    public static async Task<Sample> TakeAsync(Mosquitto broker, TimeSpan span, Func<long> readings)
    {
        var messages = await BrokerFigures.MessagesAsync(broker.Port);
        var (cpu, brokerCpu, allocated, read) = (Environment.CpuUsage, broker.Cpu, GC.GetTotalAllocatedBytes(), readings());
        int[] collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        var start = TimeProvider.System.GetTimestamp();
        await Task.Delay(span, TimeProvider.System);
        var now = Environment.CpuUsage;
        var sample = new Sample
        {
            Span = TimeProvider.System.GetElapsedTime(start),
            User = now.UserTime - cpu.UserTime,
            System = now.PrivilegedTime - cpu.PrivilegedTime,
            Broker = broker.Cpu - brokerCpu,
            Readings = readings() - read,
            Allocated = GC.GetTotalAllocatedBytes() - allocated,
            Collections = string.Join('/', collections.Select(static (count, i) => GC.CollectionCount(i) - count)),
            Memory = Footprint.Of("self"),
            Live = 0,
            Messages = await BrokerFigures.MessagesAsync(broker.Port) - messages,
        };
        return sample with { Live = GC.GetTotalMemory(forceFullCollection: true) };
    }

    /// <summary>Writes the figures, those of processors scaled to an hour.</summary>
    public void Print(string what)
    {
        var hours = Span.TotalHours;
        var events = Readings > 0 ? Readings : Messages;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {what}:
              {Readings / Span.TotalSeconds:0.0} readings/s, {Messages / Span.TotalSeconds:0.0} messages/s
              CPU {Cpu.TotalSeconds / hours:0} s/h (user {User.TotalSeconds / hours:0}, system {System.TotalSeconds / hours:0}), broker {Broker.TotalSeconds / hours:0} s/h
              CPU {Cpu.TotalMicroseconds / events:0} µs and {(double)Allocated / events:0} bytes allocated per {(Readings > 0 ? "reading" : "message")}, collections {Collections}
              memory {Memory}; {Live / 1048576.0:0.0} MiB alive on the managed heap
            """));
    }
}
