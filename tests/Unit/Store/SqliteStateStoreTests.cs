using Bridge.Devices.Model;
using Bridge.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Unit.Store;

public sealed class SqliteStateStoreTests : StateStoreContract, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_remembered_is_there_after_a_restart()
    {
        var at = new DateTimeOffset(2026, 3, 1, 10, 0, 0, 123, TimeSpan.Zero);
        await using (var store = await _folder.OpenAsync())
        {
            store.SetInstance("0badcafe");
            store.Enter(new LedgerEntry("z", "meter", LedgerKind.Configuration));
            store.Enter(new LedgerEntry("struck", "meter", LedgerKind.State));
            store.Enter(new LedgerEntry("a", "bridge", LedgerKind.Status));
            store.Strike("struck");
            store.SetState("meter", new LastState(at, [new KeyedValue("energy", Value.Of(12345.670m))]));
            store.SetLearned("meter", new LearnedDevice("dsmr", new DeviceInfo { Model = "ISK5" }, [new Entity("energy")]));
        }

        await using var again = await _folder.OpenAsync();

        again.IsNew.Should().BeFalse();
        again.Instance.Should().Be("0badcafe");
        again.Ledger.Select(entry => entry.Topic).Should().Equal("z", "a");
        again.FindState("meter")!.At.Should().Be(at);
        again.FindState("meter")!.Values.Single().Value.ToString().Should().Be("12345.670");
        again.FindLearned("meter")!.Info.Model.Should().Be("ISK5");
        _folder.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task Changes_of_one_second_are_one_transaction()
    {
        await using var store = await _folder.OpenAsync();
        using var watch = _folder.Connect();
        var before = Commits(watch);

        for (var i = 0; i < 50; i++)
        {
            store.SetState("office", State(i));
            _folder.Time.Advance(Second / 100);
        }

        _folder.Time.Advance((Second / 2) - TimeSpan.FromTicks(1));
        Commits(watch).Should().Be(before);
        _folder.Time.Advance(TimeSpan.FromTicks(1));
        Commits(watch).Should().NotBe(before);
        Scalar(watch, "SELECT document FROM last_state").Should().BeOfType<string>().Which.Should().Contain("49");
    }

    [Fact]
    public async Task Nothing_is_written_while_nothing_changes()
    {
        await using var store = await _folder.OpenAsync();
        store.Enter(new LedgerEntry("a", "office", LedgerKind.State));
        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();
        using var watch = _folder.Connect();
        var before = Commits(watch);

        store.Enter(new LedgerEntry("a", "office", LedgerKind.State));
        _folder.Time.Advance(Second * 10);

        Commits(watch).Should().Be(before);
    }

    [Fact]
    public async Task A_killed_process_loses_at_most_the_last_second()
    {
        await using var store = await _folder.OpenAsync();
        store.SetInstance("0badcafe");
        await store.FlushAsync(CancellationToken.None);
        store.SetState("office", State(1));

        // What a kill leaves: the files as they are, the log not yet folded into the database.
        Directory.CreateDirectory(_folder.At("copy"));
        foreach (var part in new[] { string.Empty, "-wal" })
        {
            File.Copy(_folder.Path + part, _folder.At("copy/bridge.db") + part);
        }

        await using var copy = await _folder.OpenAsync(_folder.At("copy/bridge.db"));
        copy.Instance.Should().Be("0badcafe");
        copy.FindState("office").Should().BeNull();
        _folder.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task A_failing_disk_is_told_once_and_comes_back_by_itself()
    {
        await using var store = await _folder.OpenAsync();
        using var other = _folder.Connect();
        Run(other, "CREATE TRIGGER full BEFORE INSERT ON last_state BEGIN SELECT RAISE(ABORT, 'disk is full'); END");

        store.SetState("office", State(1));
        _folder.Time.Advance(Second);
        (await store.FlushAsync(CancellationToken.None)).Should().BeFalse();
        store.SetState("attic", State(2));
        _folder.Time.Advance(Second * 60);
        _folder.Events.Should().ContainSingle().Which.Kind.Should().Be(StoreEventKind.WriteFailed);
        _folder.Events[0].Message.Should().Contain("disk is full").And.Contain(_folder.Path);
        store.FindState("attic").Should().NotBeNull();

        Run(other, "DROP TRIGGER full");
        _folder.Time.Advance(TimeSpan.FromMinutes(5));

        _folder.Events.Select(report => report.Kind).Should().Equal(
            StoreEventKind.WriteFailed, StoreEventKind.WriteRecovered);
        Scalar(other, "SELECT count(*) FROM last_state").Should().Be(2L);
    }

    [Fact]
    public async Task A_flush_after_a_failure_writes_all_that_is_known()
    {
        await using var store = await _folder.OpenAsync();
        using var other = _folder.Connect();
        Run(other, "CREATE TRIGGER full BEFORE INSERT ON last_state BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
        store.SetInstance("0badcafe");
        store.Enter(new LedgerEntry("gone", "office", LedgerKind.State));
        store.SetState("office", State(1));
        (await store.FlushAsync(CancellationToken.None)).Should().BeFalse();
        store.Strike("gone");
        Run(other, "DROP TRIGGER full");

        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();

        Scalar(other, "SELECT value FROM identity").Should().Be("0badcafe");
        Scalar(other, "SELECT count(*) FROM ledger").Should().Be(0L);
    }

    [Fact]
    public async Task A_database_damaged_under_it_is_made_again()
    {
        await using var store = await _folder.OpenAsync();
        store.SetInstance("0badcafe");
        await store.FlushAsync(CancellationToken.None);
        using (var other = _folder.Connect())
        {
            Run(other, "DROP TABLE last_state");
        }

        store.SetState("office", State(1));
        (await store.FlushAsync(CancellationToken.None)).Should().BeFalse();
        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();

        _folder.Events.Select(report => report.Kind).Should().Equal(
            StoreEventKind.WriteFailed, StoreEventKind.SetAside, StoreEventKind.WriteRecovered);
        using var watch = _folder.Connect();
        Scalar(watch, "SELECT value FROM identity").Should().Be("0badcafe");
    }

    private protected override Task<IStateStore> OpenAsync() => _folder.OpenAsync();

    private static LastState State(int value) => new(
        new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), [new KeyedValue("temperature", Value.Of((decimal)value))]);

    // Changes whenever another connection has committed.
    private static object? Commits(SqliteConnection connection) => Scalar(connection, "PRAGMA data_version");

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Run(SqliteConnection connection, string sql) => Scalar(connection, sql);
}
