using System.Collections.Immutable;

namespace Bridge.Discovery.Contract;

/// <summary>Collects the findings of one document.</summary>
internal sealed class Findings(string objectId)
{
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();

    /// <summary>The document's object id.</summary>
    public string ObjectId => objectId;

    /// <summary>The whole document would be refused.</summary>
    public void Error(string text) => Add(Severity.Error, component: null, text);

    /// <summary>One component would be refused.</summary>
    public void Error(string component, string text) => Add(Severity.Error, component, text);

    /// <summary>Something in the document would be dropped, rewritten or logged.</summary>
    public void Warning(string text) => Add(Severity.Warning, component: null, text);

    /// <summary>Something in one component would be dropped, rewritten or logged.</summary>
    public void Warning(string component, string text) => Add(Severity.Warning, component, text);

    /// <summary>What was found, in the order of the document.</summary>
    public ImmutableArray<Finding> ToImmutable() => _findings.ToImmutable();

    private void Add(Severity severity, string? component, string text) => _findings.Add(
        new(severity, component is null ? FindingScope.Document : FindingScope.Component, objectId, component, text));
}
