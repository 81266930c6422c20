using Bridge.Store;
using Microsoft.Data.Sqlite;

namespace Bridge.Unit.Store;

public sealed class HalfDoneTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_killed_process_left_half_done_is_taken_back()
    {
        await using (var store = await _folder.OpenAsync())
        {
            store.SetInstance("0badcafe");
        }

        var left = _folder.At("left");
        using (var connection = _folder.Connect())
        {
            // A transaction with a rollback journal, larger than the cache, so that a part of it is in the file already.
            Run(connection, "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 5; BEGIN");
            Run(connection, "UPDATE identity SET value = 'ffffffff'");
            Run(connection, "CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                + "SELECT i, hex(randomblob(100)) AS text FROM n");
            File.Copy(_folder.Path, left);
            File.Copy(_folder.Path + "-journal", left + "-journal");
        }

        var looked = _folder.At("looked");
        File.Copy(left, looked);
        File.Copy(left + "-journal", looked + "-journal");
        StateFile.Read(looked).Instance.Should().Be("0badcafe", "it can be looked at while no bridge runs");

        File.Move(left, _folder.Path, overwrite: true);
        File.Move(left + "-journal", _folder.Path + "-journal", overwrite: true);
        await using var again = await _folder.OpenAsync();

        again.Instance.Should().Be("0badcafe");
        _folder.Events.Should().BeEmpty();
        File.Exists(_folder.Path + "-journal").Should().BeFalse();

        static void Run(SqliteConnection connection, string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
