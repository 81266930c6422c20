namespace Bridge.Store;

/// <summary>
/// Keeps a verified copy beside the database that is at most a day old. A new database waits a little for its first one,
/// until it holds something.
/// </summary>
/// <param name="file">The database.</param>
/// <param name="time">Tells when a day is over.</param>
/// <param name="report">Told when no copy can be made.</param>
internal sealed class DailyCopy(DatabaseFile file, TimeProvider time, Action<StoreEvent> report)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromHours(1);

    private long _since = time.GetTimestamp();
    private TimeSpan _delay;
    private bool _failing;

    /// <summary>Looks how old the copy is.</summary>
    public void Begin(bool isNew)
    {
        _since = time.GetTimestamp();
        if (!File.Exists(file.Previous))
        {
            _delay = isNew ? FirstDelay : TimeSpan.Zero;
            return;
        }

        // A clock that was wrong when the copy was made, or is now, must not put the next one off for years.
        var age = time.GetUtcNow() - new DateTimeOffset(File.GetLastWriteTimeUtc(file.Previous), TimeSpan.Zero);
        _delay = age < TimeSpan.Zero || age > Day ? TimeSpan.Zero : Day - age;
    }

    /// <summary>Makes the copy when it is time; returns the bytes written.</summary>
    public long MakeWhenDue(SqliteDatabase database) => time.GetElapsedTime(_since) < _delay ? 0 : Make(database);

    /// <summary>Makes the copy when there is none.</summary>
    public void MakeFirst(SqliteDatabase database)
    {
        if (!File.Exists(file.Previous))
        {
            Make(database);
        }
    }

    private long Make(SqliteDatabase database)
    {
        (_since, _delay) = (time.GetTimestamp(), Day);
        try
        {
            var bytes = VerifiedCopy.Make(database, file.Previous, time.GetUtcNow());
            _failing = false;
            return bytes;
        }
        catch (Exception failure) when (DatabaseFile.IsUnusable(failure))
        {
            _delay = RetryDelay;
            if (!_failing)
            {
                report(new StoreEvent(
                    StoreEventKind.CopyFailed,
                    $"No copy {file.Previous} can be made: {failure.Message} The database itself is written as before; "
                    + "look at the free space and the permissions of its folder."));
            }

            _failing = true;
            return 0;
        }
    }
}
