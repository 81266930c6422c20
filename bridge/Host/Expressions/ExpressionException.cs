namespace Bridge.Host.Expressions;

/// <summary>A text is no expression.</summary>
internal sealed class ExpressionException(int position, string message) : Exception($"position {position}: {message}")
{
    /// <summary>Where in the text, from 1.</summary>
    public int Position { get; } = position;
}
