namespace Bridge.Discovery.Contract;

/// <summary>One rule of Home Assistant that a document breaks.</summary>
/// <param name="Severity">Whether something is refused.</param>
/// <param name="Scope">How much is refused.</param>
/// <param name="ObjectId">The document's object id: instance and device.</param>
/// <param name="Component">The entity's key; null for the document as a whole.</param>
/// <param name="Text">The rule, what was found, and what would be right.</param>
public sealed record Finding(Severity Severity, FindingScope Scope, string ObjectId, string? Component, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Component is null
        ? $"{ObjectId}: {Text}"
        : $"{ObjectId}, entity {Component}: {Text}";
}

/// <summary>What becomes of the thing a finding is about.</summary>
public enum Severity
{
    /// <summary>Home Assistant takes it, but drops, rewrites or logs something.</summary>
    Warning,

    /// <summary>It cannot be published.</summary>
    Error,
}

/// <summary>How far a finding reaches.</summary>
public enum FindingScope
{
    /// <summary>One entity.</summary>
    Component,

    /// <summary>Everything in the message.</summary>
    Document,
}
