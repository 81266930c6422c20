using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Store;

namespace Bridge.Unit.Store;

public sealed class StateStoreTests : IDisposable
{
    private static readonly ImmutableArray<string> NextVersion =
        [.. Schema.Migrations, "ALTER TABLE ledger ADD COLUMN note TEXT"];

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_the_owner_can_read_the_file()
    {
        await _folder.FillAsync();

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder.Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task An_older_schema_is_brought_forward()
    {
        await _folder.FillAsync();

        await using (var store = await OpenNewer())
        {
            store.Instance.Should().Be("0badcafe");
        }

        Version().Should().Be(NextVersion.Length);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_as_it_is()
    {
        await using (await OpenNewer())
        {
        }

        var before = await File.ReadAllBytesAsync(_folder.Path);

        var open = async () => await _folder.OpenAsync();

        (await open.Should().ThrowAsync<StoreTooNewException>()).Which.Message.Should()
            .Contain(_folder.Path).And.Contain("schema version 5").And.Contain("up to 4");
        (await File.ReadAllBytesAsync(_folder.Path)).Should().Equal(before);
        _folder.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_bridge_on_the_same_file_is_refused()
    {
        await using (await _folder.OpenAsync())
        {
            var open = async () => await _folder.OpenAsync();
            (await open.Should().ThrowAsync<StoreInUseException>()).Which.Path.Should().Be(_folder.Path);
        }

        await using var later = await _folder.OpenAsync();
        later.Should().BeOfType<SqliteStateStore>();
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("cut")]
    [InlineData("pages overwritten")]
    [InlineData("tables missing")]
    public async Task A_damaged_database_without_a_copy_is_set_aside(string damage)
    {
        await _folder.FillAsync();
        File.Delete(_folder.Path + ".previous");
        var bytes = await File.ReadAllBytesAsync(_folder.Path);
        await Damage(damage, bytes);
        var damaged = await File.ReadAllBytesAsync(_folder.Path);

        await using var store = await _folder.OpenAsync();

        store.Should().BeOfType<SqliteStateStore>(string.Join(' ', _folder.Events));
        store.IsNew.Should().BeTrue();
        _folder.Events.Should().ContainSingle().Which.Kind.Should().Be(StoreEventKind.SetAside);
        var aside = _folder.Path + ".damaged-20260101-120000";
        _folder.Events[0].Message.Should().Contain(aside);
        (await File.ReadAllBytesAsync(aside)).Length.Should().Be(damaged.Length);
        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task An_empty_file_becomes_a_database()
    {
        Directory.CreateDirectory(_folder.At("data"));
        await File.WriteAllBytesAsync(_folder.Path, []);

        await _folder.FillAsync();

        _folder.Events.Should().BeEmpty();
        Version().Should().Be(Schema.Migrations.Length);
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_leaves_memory_until_it_is_gone()
    {
        var path = _folder.At("db");
        Directory.CreateDirectory(path);

        await ExpectMemoryUntil(path, () => Directory.Delete(path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_leaves_memory_until_it_can()
    {
        var file = _folder.At("file");
        await File.WriteAllTextAsync(file, "in the way");

        await ExpectMemoryUntil(Path.Combine(file, "bridge.db"), () => File.Delete(file));
    }

    [Fact]
    public async Task What_was_on_a_disk_that_came_late_is_kept()
    {
        await _folder.FillAsync();
        await using (var before = await _folder.OpenAsync())
        {
            before.History.Add("office", "n", Value.Of(1), _folder.Time.GetUtcNow());
            before.History.Add("office", "n", Value.Of(2), _folder.Time.GetUtcNow());
        }

        var (data, away) = (_folder.At("data"), _folder.At("away"));
        Directory.Move(data, away);
        await File.WriteAllTextAsync(data, "not mounted yet");

        await using var store = await _folder.OpenAsync();
        store.SetInstance("11111111");
        store.Enter(new LedgerEntry("bridge/office/state", "office", LedgerKind.State));
        store.History.Add("office", "n", Value.Of(3), _folder.Time.GetUtcNow());
        var underWay = store.History.Of("office").Single();
        File.Delete(data);
        Directory.Move(away, data);
        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();

        store.Instance.Should().Be("0badcafe", "the older identity has the history");
        store.Ledger.Select(static entry => entry.Topic).Should().BeEquivalentTo("bridge/status", "bridge/office/state");
        Scalar("SELECT value FROM identity").Should().Be("0badcafe");
        Scalar("SELECT count(*) FROM ledger").Should().Be(2L);
        Scalar("SELECT group_concat(value) FROM (SELECT value FROM history ORDER BY sequence)").Should().Be("1,2,3");
        store.History.Remove(underWay);
        store.History.Of("office").Select(static past => past.Value).Should().Equal(Value.Of(1), Value.Of(2));
    }

    [Fact]
    public async Task Rows_that_make_no_sense_are_left_out()
    {
        await _folder.FillAsync();
        using (var other = _folder.Connect())
        using (var command = other.CreateCommand())
        {
            command.CommandText = """
                INSERT INTO learned VALUES ('a', 'no json');
                INSERT INTO last_state VALUES ('b', '{"at":"yesterday","values":{}}');
                INSERT INTO last_state VALUES ('c', '{"at":"2026-01-01T00:00:00+00:00","values":{"x":[]}}');
                INSERT INTO ledger VALUES ('t', 9, 'd', '7', NULL);
                INSERT INTO history VALUES (7, 'd', 'x', '[]', 0);
                """;
            command.ExecuteNonQuery();
        }

        await using var store = await _folder.OpenAsync();

        store.Instance.Should().Be("0badcafe");
        store.Devices.Should().BeEmpty();
        store.Ledger.Should().ContainSingle();
        _folder.Events.Should().ContainSingle().Which.Message.Should().StartWith("5 rows");
    }

    private async Task ExpectMemoryUntil(string path, Action mend)
    {
        await using var store = await _folder.OpenAsync(path);

        _folder.Events.Should().ContainSingle().Which.Kind.Should().Be(StoreEventKind.InMemoryOnly);
        _folder.Events[0].Message.Should().Contain(Path.GetFullPath(path));
        store.Health.Problem.Should().Be(_folder.Events[0].Message);
        store.SetInstance("0badcafe");
        (await store.FlushAsync(CancellationToken.None)).Should().BeFalse();
        store.Instance.Should().Be("0badcafe");
        mend();
        _folder.Time.Advance(TimeSpan.FromMinutes(5));
        _folder.Events.Should().HaveCount(2);
        _folder.Events[1].Kind.Should().Be(StoreEventKind.WriteRecovered);
        store.Health.Problem.Should().BeNull();
    }

    private async Task Damage(string damage, byte[] bytes)
    {
        switch (damage)
        {
            case "garbage":
                new Random(1).NextBytes(bytes);
                break;
            case "cut":
                bytes = bytes[..^1500];
                break;
            case "pages overwritten":
                bytes.AsSpan(1024).Fill(0xA5);
                break;
            default:
                using (var other = _folder.Connect())
                using (var command = other.CreateCommand())
                {
                    command.CommandText = "DROP TABLE ledger";
                    command.ExecuteNonQuery();
                }

                return;
        }

        await File.WriteAllBytesAsync(_folder.Path, bytes);
    }

    private Task<IStateStore> OpenNewer() => _folder.OpenAsync(NextVersion);

    private long Version() => (long)Scalar("PRAGMA user_version")!;

    private object? Scalar(string sql)
    {
        using var connection = _folder.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
