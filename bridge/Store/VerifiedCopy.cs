using Microsoft.Data.Sqlite;

namespace Bridge.Store;

/// <summary>Copies of a database that were read through before they took their name.</summary>
internal static class VerifiedCopy
{
    /// <summary>Makes or replaces a copy; until it is whole and on the disk, the former one stays.</summary>
    /// <param name="database">What is copied; others may go on reading it.</param>
    /// <param name="target">The copy.</param>
    /// <param name="now">The moment that the file tells as its last change.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="SqliteException">The disk is full, or the copy is not what it should be.</exception>
    /// <exception cref="IOException">The same, of the file system.</exception>
    public static long Make(SqliteDatabase database, string target, DateTimeOffset now)
    {
        var fresh = target + ".new";
        File.Delete(fresh);
        try
        {
            DatabaseFile.Create(fresh).Dispose(); // VACUUM INTO takes an empty file, and leaves it readable to us alone
            database.CopyTo(fresh);
            using (var copy = SqliteDatabase.OpenReadOnly(fresh))
            {
                copy.Check();
            }

            using (var file = new FileStream(fresh, FileMode.Open, FileAccess.ReadWrite))
            {
                file.Flush(flushToDisk: true);
            }

            File.SetLastWriteTimeUtc(fresh, now.UtcDateTime);
            File.Move(fresh, target, overwrite: true);
            return new FileInfo(target).Length;
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }
}
