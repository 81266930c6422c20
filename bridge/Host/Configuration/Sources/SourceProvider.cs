using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace Bridge.Host.Configuration.Sources;

/// <summary>A source of configuration that remembers where each key was written, and what it could not read.</summary>
internal abstract class SourceProvider : ConfigurationProvider, IConfigurationSource
{
    private readonly List<ConfigurationFault> _faults = [];
    private readonly Dictionary<string, string> _origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the source holds; <c>devices</c> is a map by id. Empty before <see cref="Load"/>.</summary>
    public SourceNode Root { get; private set; } = SourceNode.Map(string.Empty);

    /// <summary>What is wrong with the source itself.</summary>
    public IReadOnlyList<ConfigurationFault> Faults => _faults;

    /// <summary>True when keys are missing because the source could not be read.</summary>
    public bool Incomplete { get; protected set; }

    /// <summary>True where others set names as well, so that an unknown one is only odd.</summary>
    public virtual bool IsShared => false;

    /// <summary>Where the key of a path such as <c>mqtt:port</c> was given.</summary>
    public string Origin(string path) => _origins[path];

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Reads the source.</summary>
    public override void Load()
    {
        Root = DeviceList.ById(Read(), Fault);
        Flatten(Root, string.Empty);
    }

    /// <summary>Reads all of the source; faults are told, not thrown.</summary>
    protected abstract SourceNode Read();

    /// <summary>Tells a fault.</summary>
    protected void Fault(string origin, string path, string message) =>
        _faults.Add(new ConfigurationFault(origin, path, message));

    /// <summary>Tells that the source as a whole cannot be used.</summary>
    protected SourceNode Unreadable(string origin, string message)
    {
        Incomplete = true;
        Fault(origin, string.Empty, message);
        return SourceNode.Map(origin);
    }

    // A list of texts reads as the one text with commas, which it may be written as too; a list in it has brackets.
    private static string? TextOf(ImmutableArray<SourceNode> items) => items.IsEmpty ? null : string.Join(
        ',', items.Select(static item => item.Kind == NodeKind.List ? $"[{TextOf(item.Items)}]" : item.Text));

    private void Flatten(SourceNode node, string path)
    {
        foreach (var (key, child) in node.Children)
        {
            var below = path.Length == 0 ? key : ConfigurationPath.Combine(path, key);
            if (child.Text is { } text || (text = TextOf(child.Items)) is not null)
            {
                Data[below] = text;
                _origins[below] = child.Origin;
            }

            Flatten(child, below);
        }
    }
}
