using Bridge.Devices.Model;
using Bridge.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Unit.Store;

public sealed class MigrationTests : IDisposable
{
    /// <summary>A database as version 1 of the schema had it, with the files of a clean end.</summary>
    private const string Version1 = """
        PRAGMA page_size = 1024;
        PRAGMA journal_mode = WAL;
        CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE ledger (
            topic TEXT PRIMARY KEY, position INTEGER NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE last_state (device TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE learned (device TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE dismissed (device TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO identity VALUES ('instance', '0badcafe');
        INSERT INTO ledger VALUES ('bridge/meter/state', 0, 'meter', 'State');
        INSERT INTO last_state VALUES ('meter', '{"at":"2026-01-01T11:00:00+00:00","values":{"energy":12345.670}}');
        INSERT INTO learned VALUES ('meter', '{"driver":"dsmr","info":{"model":"ISK5"},"entities":[{"key":"energy"}]}');
        INSERT INTO dismissed VALUES ('attic', 'f1');
        PRAGMA user_version = 1;
        """;

    private readonly StoreFolder _folder = new();

    public MigrationTests()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Path)!);
        Run(_folder.Path, Version1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_database_of_version_1_is_brought_forward_with_all_it_holds()
    {
        await using (var store = await _folder.OpenAsync())
        {
            store.Instance.Should().Be("0badcafe");
            store.Ledger.Should().Equal(new LedgerEntry("bridge/meter/state", "meter", LedgerKind.State));
            store.FindState("meter")!.Values.Single().Value.ToString().Should().Be("12345.670");
            store.FindLearned("meter")!.Info.Model.Should().Be("ISK5");
            store.FindDismissed("attic").Should().Be("f1");
            store.Keep("meter", "total", "1");
            store.History.Add("meter", "energy", Value.Of(1), DateTimeOffset.UnixEpoch);
            (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();
        }

        Run(_folder.Path, "PRAGMA user_version").Should().Be(4L);
        _folder.Events.Should().ContainSingle().Which.Kind.Should().Be(StoreEventKind.Migrated);
    }

    [Fact]
    public async Task The_database_as_it_was_stays_as_a_copy_for_the_older_program()
    {
        await using (await _folder.OpenAsync())
        {
        }

        var copy = _folder.Path + ".schema-1";
        _folder.Events.Single().Message.Should().Contain(copy).And.Contain("from schema version 1 to 4");
        Run(copy, "PRAGMA user_version").Should().Be(1L);
        Run(copy, "SELECT value FROM identity").Should().Be("0badcafe");
        Run(copy, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task Without_leave_to_migrate_nothing_is_touched()
    {
        var before = await File.ReadAllBytesAsync(_folder.Path);

        var open = async () => await _folder.OpenAsync(new StoreOptions { Path = _folder.Path, Migrate = false });

        (await open.Should().ThrowAsync<StoreMigrationPendingException>()).Which.Message.Should()
            .Contain(_folder.Path).And.Contain("state.migrate").And.Contain("version 1").And.Contain("writes 4");
        (await File.ReadAllBytesAsync(_folder.Path)).Should().Equal(before);
        File.Exists(_folder.Path + ".schema-1").Should().BeFalse();
    }

    [Fact]
    public async Task Without_leave_to_migrate_a_new_database_is_made_all_the_same()
    {
        var options = new StoreOptions { Path = _folder.At("new.db"), Migrate = false };
        await using (await _folder.OpenAsync(options))
        {
        }

        await using var again = await _folder.OpenAsync(options);

        _folder.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_no_copy_can_be_made_nothing_is_migrated()
    {
        Directory.CreateDirectory(_folder.Path + ".schema-1"); // in the way of the copy

        await using (var store = await _folder.OpenAsync())
        {
            store.Instance.Should().Be("0badcafe", "it can still be read");
            store.Health.Problem.Should().NotBeNull();
        }

        Run(_folder.Path, "PRAGMA user_version").Should().Be(1L);
        _folder.Events.Should().ContainSingle().Which.Kind.Should().Be(StoreEventKind.InMemoryOnly);
    }

    private static object? Run(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
