using System.Globalization;
using System.Text;
using Bridge.EndToEnd.Scenes;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;
using Bridge.TestSupport.Wires;
using Microsoft.Data.Sqlite;

namespace Bridge.EndToEnd;

/// <summary>
/// What <c>kill -9</c> at any moment does to the program, while its devices talk and its broker comes and goes; 200 times
/// with <c>BRIDGE_SLOW=1</c>.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private const int LongestLife = 2500; // ms: some do not come to their first heartbeat

    /// <summary>Entities whose value must never fall below what was heard, whatever happens to the program.</summary>
    private static readonly (string Device, string Key)[] DurableCounters = [("two", "sum")];

    private static readonly string[] Counters = ["one", "two"];
    private static readonly int Rounds = SlowRuns.AreWanted ? 200 : 8;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);

    private readonly Random _random = new(11);
    private readonly Pty[] _lines = [new(), new()];
    private readonly HashSet<(string Device, long Value)> _owed = [];
    private Scene _scene = null!;
    private CuttingProxy _proxy = null!;
    private Listener _listener = null!;
    private long _count;

    public async Task InitializeAsync()
    {
        _scene = await Scene.OpenAsync();
        var cuts = new Random(12);
        _proxy = new(_scene.Broker.Port, () => cuts.Next(5_000, 100_000));
        _listener = await _scene.ListenAsync();
        _scene.Write($$"""
            mqtt: { host: 127.0.0.1, port: {{_proxy.Port}}, reconnect_interval: 200ms, reconnect_max_interval: 500ms }
            state: { path: {{_scene.Store}}, write_interval: 1s }
            health: { file: {{_scene.Health}} }
            devices:
              meter: { driver: dsmr, port: {{_scene.Port}}, interval: 0s }
              one: { driver: lines, port: {{_lines[0].Path}}, interval: 0s, history: true, values: { n: { field: N } } }
              two: { driver: lines, port: {{_lines[1].Path}}, interval: 0s, history: true, values: { n: { field: N } }, totals: { sum: { kind: pulses, from: n } } }
            """);
    }

    public async Task DisposeAsync()
    {
        await _scene.DisposeAsync();
        await _proxy.DisposeAsync();
        Array.ForEach(_lines, static line => line.Dispose());
    }

    [Fact]
    public async Task A_killed_bridge_keeps_its_identity_its_ledger_its_history_and_a_sound_store()
    {
        string? instance = null;
        var stored = new Dictionary<string, long>(StringComparer.Ordinal);
        // On a slow machine few lives last until values of an outage are stored; then there are more, and longer ones.
        for (var round = 0; round < Rounds || (_owed.Count == 0 && round < 5 * Rounds); round++)
        {
            var start = _listener.Count;
            await LiveAsync(_random.Next(LongestLife) * (1 + (round / Rounds)));
            await _listener.SyncAsync();

            instance ??= Instances(start).FirstOrDefault();
            Instances(start).Where(each => each != instance).Should().BeEmpty("round {0}", round);
            LiveStatesNeverGoBack(start, round);
            if (File.Exists(_scene.Store))
            {
                var state = Examine(round);
                (state.Instance ?? instance).Should().Be(instance ?? state.Instance, "round {0}", round);
                instance ??= state.Instance;
                await KnowsWhatIsRetainedAsync(state, round);
                NothingStoredGoesBack(state, stored, round);
                _owed.UnionWith(Counters.SelectMany(device => state.History.Of(device)
                    .Where(static past => past.Entity == "n").Select(past => (device, (long)past.Value.Number))));
            }
        }

        await WhatWasOwedIsToldAsync();
    }

    /// <summary>One life: from the start of the program to its kill, the devices talking all the time.</summary>
    private async Task LiveAsync(int milliseconds)
    {
        var bridge = _scene.Start();
        using var end = new CancellationTokenSource();
        var talking = TalkAsync(end.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        bridge.IsAlive.Should().BeTrue(bridge.Errors);
        await bridge.KillAsync();
        await end.CancelAsync();
        await talking;
        bridge.Lines("error").Where(static line => !line.Contains("client id", StringComparison.Ordinal)) // what the cuts look like
            .Should().BeEmpty();
    }

    private async Task TalkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var text = Encoding.ASCII.GetBytes($"\nN={++_count}\n");
            Array.ForEach(_lines, line => line.Send(text));
            if (_count % 20 == 0)
            {
                _scene.SendTelegram();
            }

            await Task.Delay(Beat, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads a copy of the store as it was left, so that the next life finds what the last one left.</summary>
    private MemoryStateStore Examine(int round)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-left-");
        try
        {
            var copy = Path.Combine(folder.FullName, "bridge.db");
            foreach (var part in new[] { string.Empty, "-wal" }.Where(part => File.Exists(_scene.Store + part)))
            {
                File.Copy(_scene.Store + part, copy + part);
            }

            using (var connection = new SqliteConnection($"Data Source={copy};Pooling=False"))
            {
                connection.Open();
                using var command = new SqliteCommand("PRAGMA integrity_check", connection);
                command.ExecuteScalar().Should().Be("ok", "round {0}", round);
                command.CommandText = "PRAGMA user_version";
                if (command.ExecuteScalar() is 0L)
                {
                    return new MemoryStateStore(); // killed before it had tables
                }
            }

            return StateFile.Read(copy);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private IEnumerable<string> Instances(int start) => _listener.From(start)
        .Where(static heard => heard.Topic == "bridge/status" && heard["instance"] is not null)
        .Select(static heard => heard["instance"]!);

    private async Task KnowsWhatIsRetainedAsync(MemoryStateStore state, int round)
    {
        var retained = await Listener.RetainedAsync(_scene.Broker.Port);
        retained.Keys.Should().BeSubsetOf(
            state.Ledger.Select(static entry => entry.Topic).Append("bridge/status"), "round {0}", round);
    }

    /// <summary>Within a life; a new one begins with what the store had.</summary>
    private void LiveStatesNeverGoBack(int start, int round)
    {
        foreach (var device in Counters)
        {
            _listener.From(start).Where(heard => heard.Topic == $"bridge/{device}/state" && heard["n"] is { Length: > 0 })
                .Select(static heard => long.Parse(heard["n"]!, CultureInfo.InvariantCulture))
                .Should().BeInAscendingOrder("round {0}", round);
        }

        foreach (var (device, key) in DurableCounters)
        {
            _listener.From(0).Where(heard => heard.Topic == $"bridge/{device}/state" && heard[key] is { Length: > 0 })
                .Select(heard => decimal.Parse(heard[key]!, CultureInfo.InvariantCulture))
                .Should().BeInAscendingOrder("round {0}", round);
        }
    }

    private void NothingStoredGoesBack(MemoryStateStore state, Dictionary<string, long> stored, int round)
    {
        foreach (var device in Counters)
        {
            var value = state.FindState(device)?.Values.Single(static each => each.Key == "n").Value.Number ?? 0;
            value.Should().BeInRange(stored.GetValueOrDefault(device), _count, "round {0}", round);
            stored[device] = (long)value;
        }
    }

    /// <summary>Every value that was found in a store comes at last, and none before one that is older.</summary>
    private async Task WhatWasOwedIsToldAsync()
    {
        _owed.Should().NotBeEmpty("the connection was cut all the time");
        _scene.Start();
        foreach (var (device, value) in _owed)
        {
            var text = value.ToString(CultureInfo.InvariantCulture);
            await _listener.FirstAsync(
                $"bridge/{device}/history", heard => heard["entity"] == "n" && heard["value"] == text);
        }

        foreach (var device in Counters)
        {
            _listener.From(0).Where(heard => heard.Topic == $"bridge/{device}/history" && heard["entity"] == "n")
                .Select(static heard => long.Parse(heard["value"]!, CultureInfo.InvariantCulture)).Distinct()
                .Should().BeInAscendingOrder();
        }
    }
}
