using System.Collections.Immutable;

namespace Bridge.Host.Configuration.Sources;

/// <summary>The <c>--set path=value</c> of the command line; of a path given twice, the last counts.</summary>
internal sealed class CommandLineProvider(ImmutableArray<string> sets) : SourceProvider
{
    /// <inheritdoc/>
    protected override SourceNode Read()
    {
        var root = SourceNode.Map("--set");
        foreach (var (index, set) in sets.Index())
        {
            var equals = set.IndexOf('=', StringComparison.Ordinal);
            var path = equals < 0 ? [] : set[..equals].Trim().Split('.');
            if (path.Length == 0 || path.Contains(string.Empty, StringComparer.Ordinal))
            {
                // The text is not repeated: it may hold a secret.
                Fault("--set", string.Empty, $"number {index + 1}: expected path=value, such as --set mqtt.port=1883");
            }
            else if (PathValue.Read(path, set[(equals + 1)..], $"--set {string.Join('.', path)}", Fault) is { } tree)
            {
                root = root.Merge(tree, static (_, _) => { });
            }
        }

        return root;
    }
}
