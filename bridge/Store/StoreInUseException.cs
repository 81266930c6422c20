namespace Bridge.Store;

/// <summary>Another process works on the same database.</summary>
public sealed class StoreInUseException(string path, Exception? inner = null) : Exception(
    $"{path} is in use by another bridge. Stop the other one, or give this one a state.path of its own.", inner)
{
    /// <summary>The database.</summary>
    public string Path { get; } = path;
}
