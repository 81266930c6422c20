namespace Bridge.TestSupport.HomeAssistant;

/// <summary>Part of an expression: what it is in a scope of names.</summary>
internal sealed class TemplateExpression(Func<IReadOnlyDictionary<string, object?>, object?> evaluate)
{
    /// <summary>Its value.</summary>
    public object? Evaluate(IReadOnlyDictionary<string, object?> scope) => evaluate(scope);
}
