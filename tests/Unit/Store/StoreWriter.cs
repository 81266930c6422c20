using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Bridge.Devices.Model;
using Bridge.Store;

namespace Bridge.Unit.Store;

/// <summary>A process of its own that writes a store as fast as it can and says what is acknowledged, until it is killed.</summary>
internal static class StoreWriter
{
    /// <summary>So many values wait; older ones count as told.</summary>
    public const int HistoryLength = 50;

    private const string Variable = "BRIDGE_TEST_STORE_WRITER";

    /// <summary>Starts one; its standard output has a line with a number for each flush that was acknowledged.</summary>
    public static Process Start(string path)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["exec", typeof(StoreWriter).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[Variable] = path;
        return Process.Start(start)!;
    }

    /// <summary>
    /// The assembly of the tests is the only program there is to start, and its entry point is generated. No other thread
    /// may run code of this assembly before this returns, hence no await.
    /// </summary>
    [ModuleInitializer]
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } path)
        {
            Write(path);
        }
    }

    private static void Write(string path)
    {
        var store = StateStore.OpenAsync(
            new StoreOptions { Path = path, WriteInterval = TimeSpan.FromMilliseconds(5) },
            TimeProvider.System,
            report => Console.Error.WriteLine(report.Message),
            CancellationToken.None).GetAwaiter().GetResult();
        if (store.Instance is null)
        {
            store.SetInstance("0badcafe");
        }

        for (var i = Count(store) + 1; ; i++)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            store.Keep("meter", "count", text);
            store.Enter(new LedgerEntry($"topic/{i % 500}", "meter", LedgerKind.State));
            store.Strike($"topic/{(i + 250) % 500}");
            store.SetState("meter", new LastState(DateTimeOffset.UnixEpoch, [new("energy", Value.Of((decimal)i))]));
            store.SetState("office", new LastState(DateTimeOffset.UnixEpoch, [new("text", Value.Of(new string('x', (int)(i % 900))))]));
            store.History.Add("meter", "count", Value.Of((decimal)i), DateTimeOffset.UnixEpoch);
            foreach (var told in store.History.Oldest(store.History.Count - HistoryLength, static _ => true))
            {
                store.History.Remove(told);
            }

            if (store.FlushAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                Console.WriteLine(text);
            }
        }
    }

    /// <summary>The numbers that wait in the history, oldest first.</summary>
    public static IEnumerable<long> Waiting(IStateStore store) =>
        store.History.Of("meter").Select(static past => (long)past.Value.Number);

    /// <summary>The newest number that a store has; 0 when there is none.</summary>
    public static long Count(IStateStore store) =>
        long.Parse(store.FindKept("meter").GetValueOrDefault("count", "0"), CultureInfo.InvariantCulture);
}
