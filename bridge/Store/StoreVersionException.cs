namespace Bridge.Store;

/// <summary>The database has a schema that this program must not touch; it is left as it is.</summary>
public abstract class StoreVersionException(string path, string message) : Exception(message)
{
    /// <summary>The database.</summary>
    public string Path { get; } = path;
}
