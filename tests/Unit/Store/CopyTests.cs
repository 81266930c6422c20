using Bridge.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Unit.Store;

public sealed class CopyTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private string Previous => _folder.Path + ".previous";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_damaged_database_is_replaced_by_its_copy()
    {
        await _folder.FillAsync();
        await File.WriteAllTextAsync(_folder.Path, new string('x', 8192));

        await using var store = await _folder.OpenAsync();

        store.IsNew.Should().BeFalse();
        store.Instance.Should().Be("0badcafe");
        store.Ledger.Should().ContainSingle();
        var told = _folder.Events.Should().ContainSingle().Which;
        told.Kind.Should().Be(StoreEventKind.Restored);
        var aside = _folder.Path + ".damaged-20260101-120000";
        told.Message.Should().Contain(aside).And.Contain("2026-01-01 12:00:00Z").And.Contain("lost");
        (await File.ReadAllTextAsync(aside)).Should().StartWith("xxxx");
        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task A_damaged_copy_is_not_used()
    {
        await _folder.FillAsync();
        await File.WriteAllTextAsync(_folder.Path, new string('x', 8192));
        await File.WriteAllTextAsync(Previous, new string('y', 8192));

        await using var store = await _folder.OpenAsync();

        store.IsNew.Should().BeTrue();
        _folder.Events.Should().ContainSingle().Which.Kind.Should().Be(StoreEventKind.SetAside);
        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task A_new_database_has_its_first_copy_after_ten_minutes()
    {
        await using var store = await _folder.OpenAsync();
        store.SetInstance("0badcafe");
        _folder.Time.Advance(TimeSpan.FromMinutes(9));
        File.Exists(Previous).Should().BeFalse();

        _folder.Time.Advance(TimeSpan.FromMinutes(1));
        store.Enter(new LedgerEntry("a", "office", LedgerKind.State));
        _folder.Time.Advance(TimeSpan.FromSeconds(1));

        Copied("SELECT topic FROM ledger").Should().Be("a");
    }

    [Fact]
    public async Task The_copy_is_made_anew_each_day()
    {
        await _folder.FillAsync();
        await using var store = await _folder.OpenAsync();
        store.SetInstance("11111111");
        _folder.Time.Advance(TimeSpan.FromHours(23));
        Copied("SELECT value FROM identity").Should().Be("0badcafe");

        _folder.Time.Advance(TimeSpan.FromHours(1));
        store.SetInstance("22222222");
        _folder.Time.Advance(TimeSpan.FromSeconds(1));

        Copied("SELECT value FROM identity").Should().Be("22222222");
        Copied("PRAGMA integrity_check").Should().Be("ok");
        File.GetLastWriteTimeUtc(Previous).Should().Be(_folder.Time.GetUtcNow().UtcDateTime);
        store.Health.BytesWrittenPerDay.Should().BeGreaterThan(new FileInfo(Previous).Length);
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_copy()
    {
        await _folder.FillAsync();

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Previous).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_copy_that_cannot_be_made_is_told_once_and_stops_nothing()
    {
        await using var store = await _folder.OpenAsync();
        Directory.CreateDirectory(Previous + ".new");
        await File.WriteAllTextAsync(Path.Combine(Previous + ".new", "in the way"), string.Empty);

        for (var hour = 0; hour < 5; hour++)
        {
            _folder.Time.Advance(TimeSpan.FromHours(1));
            store.SetInstance($"0000000{hour}");
            (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();
        }

        _folder.Events.Should().ContainSingle().Which.Kind.Should().Be(StoreEventKind.CopyFailed);
        Directory.Delete(Previous + ".new", recursive: true);
        _folder.Time.Advance(TimeSpan.FromHours(1));
        (await store.FlushAsync(CancellationToken.None)).Should().BeTrue();
        Copied("SELECT value FROM identity").Should().Be("00000004");
    }

    private object? Copied(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Previous};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
