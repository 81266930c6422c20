using Bridge.Devices.Model;
using Bridge.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Unit.Store;

public sealed class SqliteStateStoreTests : StateStoreContract, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_remembered_is_there_after_a_restart()
    {
        var at = new DateTimeOffset(2026, 3, 1, 10, 0, 0, 123, TimeSpan.Zero);
        await using (var store = await _folder.OpenAsync())
        {
            store.SetInstance("0badcafe");
            store.Enter(new LedgerEntry("z", "meter", LedgerKind.Configuration) { Announces = "{}" });
            store.Enter(new LedgerEntry("struck", "meter", LedgerKind.State));
            store.Enter(new LedgerEntry("a", "bridge", LedgerKind.Status));
            store.Strike("struck");
            store.SetState("meter", new LastState(at, [new KeyedValue("energy", Value.Of(12345.670m))]));
            store.SetLearned("meter", new LearnedDevice("dsmr", new DeviceInfo { Model = "ISK5" }, [new Entity("energy")]));
            store.SetDismissed("attic", "f1");
            store.Keep("meter", "total", "17.5");
            store.Keep("meter", "gone", "1");
            store.History.Add("meter", "energy", Value.Of(12345.670m), at.AddHours(1));
            store.History.Add("meter", "energy", Value.Of(12345.680m), at);
            await store.FlushAsync(CancellationToken.None);
            store.Keep("meter", "gone", null);
        }

        await using var again = await _folder.OpenAsync();

        again.IsNew.Should().BeFalse();
        again.Instance.Should().Be("0badcafe");
        again.Ledger.Select(entry => (entry.Topic, entry.Announces)).Should().Equal(("z", "{}"), ("a", null));
        again.FindState("meter")!.At.Should().Be(at);
        again.FindState("meter")!.Values.Single().Value.ToString().Should().Be("12345.670");
        again.FindLearned("meter")!.Info.Model.Should().Be("ISK5");
        again.FindDismissed("attic").Should().Be("f1");
        again.FindKept("meter").Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, string>("total", "17.5"));
        again.History.Of("meter").Select(static past => $"{past.Sequence} {past.Value} {past.At:HH:mm:ss.fff}")
            .Should().Equal("0 12345.670 11:00:00.123", "1 12345.680 10:00:00.123");
        again.History.Add("meter", "energy", Value.Unknown, at);
        again.History.Of("meter")[^1].Sequence.Should().Be(2);
        _folder.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task Last_states_of_half_a_minute_are_one_transaction()
    {
        await using var store = await _folder.OpenAsync();
        using var watch = _folder.Connect();
        var before = Commits(watch);

        for (var i = 0; i < 50; i++)
        {
            store.SetState("office", State(i));
            _folder.Time.Advance(Second / 2);
        }

        _folder.Time.Advance((Second * 5) - TimeSpan.FromTicks(1));
        Commits(watch).Should().Be(before);
        _folder.Time.Advance(TimeSpan.FromTicks(1));
        Commits(watch).Should().NotBe(before);
        Scalar(watch, "SELECT document FROM last_state").Should().BeOfType<string>().Which.Should().Contain("49");
    }

    [Fact]
    public async Task Last_states_keep_to_the_interval_that_is_configured()
    {
        await using var store = await _folder.OpenAsync(
            new StoreOptions { Path = _folder.Path, WriteInterval = TimeSpan.FromMinutes(10) });
        using var watch = _folder.Connect();

        store.SetState("office", State(1));
        _folder.Time.Advance(TimeSpan.FromMinutes(9));
        Scalar(watch, "SELECT count(*) FROM last_state").Should().Be(0L);
        _folder.Time.Advance(TimeSpan.FromMinutes(1));
        Scalar(watch, "SELECT count(*) FROM last_state").Should().Be(1L);
    }

    [Fact]
    public async Task History_is_written_with_the_last_states()
    {
        await using var store = await _folder.OpenAsync();
        using var watch = _folder.Connect();

        store.SetState("office", State(1));
        store.History.Add("office", "temperature", Value.Of(1), _folder.Time.GetUtcNow());
        store.History.Add("office", "temperature", Value.Of(2), _folder.Time.GetUtcNow());
        _folder.Time.Advance(Interval - TimeSpan.FromTicks(1));
        Scalar(watch, "SELECT count(*) FROM history").Should().Be(0L);
        _folder.Time.Advance(TimeSpan.FromTicks(1));
        Scalar(watch, "SELECT count(*) FROM history").Should().Be(2L);

        store.History.Remove(store.History.Of("office")[0]);
        _folder.Time.Advance(Interval);
        Scalar(watch, "SELECT value FROM history").Should().Be("2");
    }

    [Fact]
    public async Task A_last_state_with_an_output_that_moved_is_written_within_a_second()
    {
        await using var store = await _folder.OpenAsync();
        using var watch = _folder.Connect();

        store.SetState("office", State(1));
        store.SetState("relays", State(2), soon: true);
        _folder.Time.Advance(Second);

        Scalar(watch, "SELECT group_concat(device) FROM last_state").Should().Be("relays");
    }

    [Fact]
    public async Task All_else_is_written_within_a_second_and_leaves_last_states_to_wait()
    {
        await using var store = await _folder.OpenAsync();
        using var watch = _folder.Connect();

        store.SetState("office", State(1));
        store.SetInstance("0badcafe");
        store.Enter(new LedgerEntry("a", "office", LedgerKind.State));
        store.Keep("office", "total", "1");
        store.SetLearned("office", new LearnedDevice("bme280", new DeviceInfo(), []));
        _folder.Time.Advance(Second);

        foreach (var table in new[] { "identity", "ledger", "kept", "learned" })
        {
            Scalar(watch, $"SELECT count(*) FROM {table}").Should().Be(1L, table);
        }

        Scalar(watch, "SELECT count(*) FROM last_state").Should().Be(0L);
        _folder.Time.Advance(Interval);
        Scalar(watch, "SELECT count(*) FROM last_state").Should().Be(1L);
    }

    [Fact]
    public async Task A_day_of_readings_stays_within_the_budget()
    {
        await using var store = await _folder.OpenAsync();

        for (var second = 0; second < 86_400; second += 10)
        {
            store.SetState("office", State(second));
            _folder.Time.Advance(Second * 10);
        }

        // A changed page of 1024 bytes and its frame of 24 each 30 s, and as much again at most when the log is folded.
        store.Health.WriteBudgetUsed.Should().BeInRange(60, 100);
        store.Health.BytesWrittenPerDay.Should().BeInRange(2000 * 1048, 2880 * 2 * 1048);
        store.Health.Problem.Should().BeNull();
        _folder.Time.Advance(TimeSpan.FromDays(1));
        store.Health.BytesWrittenPerDay.Should().Be(0);
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
    public async Task A_killed_process_loses_at_most_what_was_not_flushed()
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
        _folder.Time.Advance(Interval);
        store.Health.Problem.Should().Contain("disk is full");
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
        store.Health.Problem.Should().BeNull();
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

    private protected override Task<IStateStore> OpenAsync(HistoryLimits? history = null) => _folder.OpenAsync(
        new StoreOptions { Path = _folder.Path, History = history ?? new StoreOptions().History });

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
