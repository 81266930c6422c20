using System.Globalization;

namespace Bridge.Benchmarks.Mqtt;

/// <summary>What a publisher is to do; the same words for every rival's command line.</summary>
internal sealed record Load
{
    /// <summary>Name in the report.</summary>
    public required string Name { get; init; }

    /// <summary><c>tput</c>: as fast as it goes; <c>rtt</c>: <see cref="Burst"/> at each tick, publish to PUBACK; <c>e2e</c>: the same, publish to subscriber.</summary>
    public string Mode { get; init; } = "tput";

    /// <summary>5 or 4 (3.1.1).</summary>
    public int Protocol { get; init; } = 5;

    /// <summary>0 or 1.</summary>
    public int Qos { get; init; }

    /// <summary>Retained or not.</summary>
    public bool Retain { get; init; }

    /// <summary>Bytes of a payload.</summary>
    public int Size { get; init; } = 64;

    /// <summary>Messages that count.</summary>
    public int Count { get; init; } = 100_000;

    /// <summary>Messages before those.</summary>
    public int Warmup { get; init; } = 20_000;

    /// <summary>Unacknowledged messages at QoS 1.</summary>
    public int InFlight { get; init; } = 100;

    /// <summary>Messages, or bursts, per second; 0 for as fast as it goes.</summary>
    public int Rate { get; init; }

    /// <summary>Messages at one tick.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>The loads of the report.</summary>
    public static Load[] All { get; } =
    [
        .. from qos in new[] { 0, 1 }
           from size in new[] { 64, 512 }
           from retain in new[] { false, true }
           from protocol in new[] { 5, 4 }
           select Throughput(qos, size, retain, protocol),
        new() { Name = "puback-50hz", Mode = "rtt", Qos = 1, Count = 300, Warmup = 50, Rate = 50 },
        new() { Name = "subscriber-50hz", Mode = "e2e", Qos = 1, Count = 300, Warmup = 50, Rate = 50 },
        new() { Name = "burst-20", Mode = "rtt", Qos = 1, Count = 2_000, Warmup = 400, Rate = 50, Burst = 20 },
    ];

    /// <summary>As options of a command line.</summary>
    public IEnumerable<string> Arguments(int port) =>
    [
        "--port", Text(port), "--mode", Mode, "--proto", Text(Protocol), "--qos", Text(Qos), "--retain", Retain ? "1" : "0",
        "--size", Text(Size), "--count", Text(Count), "--warmup", Text(Warmup), "--inflight", Text(InFlight),
        "--rate", Text(Rate), "--burst", Text(Burst),
    ];

    /// <summary>Reads what <see cref="Arguments"/> wrote.</summary>
    public static (Load Load, int Port) Parse(ReadOnlySpan<string> arguments)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            given[arguments[i]] = arguments[i + 1];
        }

        int Number(string name, int otherwise) => given.TryGetValue(name, out var text)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
        return (new()
        {
            Name = "asked",
            Mode = given.GetValueOrDefault("--mode", "tput"),
            Protocol = Number("--proto", 5),
            Qos = Number("--qos", 0),
            Retain = Number("--retain", 0) == 1,
            Size = Number("--size", 64),
            Count = Number("--count", 100_000),
            Warmup = Number("--warmup", 20_000),
            InFlight = Number("--inflight", 100),
            Rate = Number("--rate", 0),
            Burst = Number("--burst", 1),
        }, Number("--port", 1883));
    }

    private static Load Throughput(int qos, int size, bool retain, int protocol) => new()
    {
        Name = $"q{qos}-{size}{(retain ? "-retained" : "")}{(protocol == 4 ? "-v311" : "")}",
        Qos = qos,
        Size = size,
        Retain = retain,
        Protocol = protocol,
        Count = qos == 0 ? 100_000 : 50_000,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
