namespace Bridge.Host.Configuration.Sources;

/// <summary>The configuration file; each key's origin is <c>file:line</c>.</summary>
/// <param name="path">The file, with its whole path.</param>
/// <param name="display">The file as messages name it.</param>
internal sealed class YamlProvider(string path, string display) : SourceProvider
{
    /// <inheritdoc/>
    protected override SourceNode Read()
    {
        if (FileText.TryRead(path, out var text) is { } trouble)
        {
            return Unreadable(display, trouble);
        }

        var parsed = new YamlTree(line => $"{display}:{line}", Fault).Read(text);
        return parsed ?? Broken();
    }

    private SourceNode Broken()
    {
        Incomplete = true;
        return SourceNode.Map(display);
    }
}
