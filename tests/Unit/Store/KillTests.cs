using System.Globalization;
using Bridge.TestSupport;

namespace Bridge.Unit.Store;

/// <summary>What <c>kill -9</c> does to a store; 200 times with <c>BRIDGE_SLOW=1</c>.</summary>
public sealed class KillTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly int Rounds = SlowRuns.AreWanted ? 200 : 50;

    private readonly StoreFolder _folder = new();
    private readonly Random _random = new(42);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_that_is_killed_while_it_writes_keeps_what_it_acknowledged()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var acknowledged = await RunAndKillAsync(_random.Next(1, 40));

            await using var store = await _folder.OpenAsync();

            _folder.Events.Should().BeEmpty("round {0}", round);
            store.Instance.Should().Be("0badcafe");
            StoreWriter.Count(store).Should().BeGreaterThanOrEqualTo(acknowledged, "round {0}", round);
            var newest = StoreWriter.Count(store);
            StoreWriter.Waiting(store).Should().Equal(
                Enumerable.Range(0, (int)Math.Min(newest, StoreWriter.HistoryLength)).Select(i => newest - i).Reverse(),
                "round {0}", round);
            Integrity().Should().Be("ok");
        }
    }

    /// <summary>Kills the writer some time after its n-th flush; returns the last number that it told.</summary>
    private async Task<long> RunAndKillAsync(int flushes)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var writer = StoreWriter.Start(_folder.Path);
        var last = string.Empty;
        string rest;
        try
        {
            for (var i = 0; i < flushes; i++)
            {
                last = await writer.StandardOutput.ReadLineAsync(patience.Token)
                    ?? throw new InvalidOperationException(await writer.StandardError.ReadToEndAsync(patience.Token));
            }
        }
        finally
        {
            writer.Kill();
            rest = await writer.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await writer.WaitForExitAsync(CancellationToken.None);
        }

        (await writer.StandardError.ReadToEndAsync(patience.Token)).Should().BeEmpty();

        // A line that was cut in the middle is no acknowledgement.
        var whole = rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(whole.LastOrDefault(last), CultureInfo.InvariantCulture);
    }

    private object? Integrity()
    {
        using var connection = _folder.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return command.ExecuteScalar();
    }
}
