namespace Bridge.Host.Configuration.Sources;

/// <summary>
/// Variables: <c>BRIDGE_</c> and the path with <c>__</c> between its levels, in any case. Everything is lower-cased.
/// </summary>
/// <param name="variables">Name, value and origin of each variable, <c>BRIDGE_</c> or not.</param>
internal class EnvironmentProvider(IEnumerable<Variable> variables) : SourceProvider
{
    /// <summary>What all names of ours begin with.</summary>
    public const string Prefix = "BRIDGE_";

    /// <summary>The variable that names the configuration file; it is no key.</summary>
    public const string FileVariable = "BRIDGE_CONFIG";

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <summary>The process's environment, in the order of the names.</summary>
    public static EnvironmentProvider Of(IReadOnlyDictionary<string, string> environment) => new(environment
        .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
        .Select(static pair => new Variable(pair.Key, pair.Value, pair.Key)));

    /// <summary>The variable of a key such as <c>mqtt.port</c>.</summary>
    public static string NameOf(string path) =>
        Prefix + path.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>The value of <see cref="FileVariable"/>; null when it is not set.</summary>
    public Variable? File => Variables()
        .LastOrDefault(static variable => variable.Name.Equals(FileVariable, StringComparison.OrdinalIgnoreCase)
            && variable.Value.Length > 0);

    /// <summary>All variables.</summary>
    protected virtual IEnumerable<Variable> Variables() => variables;

    /// <summary>Two variables for one key.</summary>
    protected virtual void Clash(SourceNode first, SourceNode second) =>
        Fault(second.Origin, string.Empty, $"means the same key as {first.Origin}; keep one of them");

    /// <inheritdoc/>
    protected override SourceNode Read()
    {
        var root = SourceNode.Map("environment");
        foreach (var (name, value, origin) in Variables())
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                && !name.Equals(FileVariable, StringComparison.OrdinalIgnoreCase)
                && PathValue.Read(PathOf(name), value, origin, Fault) is { } tree)
            {
                root = root.Merge(tree, Clash);
            }
        }

        return root;
    }

    private static string[] PathOf(string name) => name[Prefix.Length..].ToLowerInvariant().Split("__");
}

/// <summary>One variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Origin">Where it was set, for messages.</param>
internal sealed record Variable(string Name, string Value, string Origin);
