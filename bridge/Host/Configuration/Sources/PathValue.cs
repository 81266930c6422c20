namespace Bridge.Host.Configuration.Sources;

/// <summary>One value given by its path, as variables and the command line do.</summary>
internal static class PathValue
{
    /// <summary>The tree that holds just this value; where a list or a map belongs, the text may be JSON.</summary>
    public static SourceNode? Read(
        string[] path, string text, string origin, Action<string, string, string> fault)
    {
        var leaf = HoldsMap(path) && text.TrimStart() is ['{' or '[', ..]
            ? new JsonTree(_ => origin, fault).Read(text, string.Join('.', path))
            : SourceNode.Scalar(origin, text);
        if (leaf is not null && path is ["devices"])
        {
            leaf = DeviceList.MapOf(leaf, fault);
        }

        return leaf is null ? null : SourceNode.Below(path, leaf);
    }

    private static bool HoldsMap(string[] path) => path
        is [_] or ["mqtt", "brokers" or "tls"]
        or ["devices", _] or ["devices", _, "entities" or "derived"] or ["devices", _, "entities" or "derived", _]
        or ["devices", _, "entities", _, "one_euro"];
}
