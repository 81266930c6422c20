using System.Collections.Immutable;

namespace Bridge.Host.Expressions;

/// <summary>
/// Arithmetic over entity keys: <c>+ - * / ( )</c>, comparison, <c>min max abs round if</c>. It ends in as many steps
/// as it has signs, and touches nothing.
/// </summary>
internal sealed class Expression
{
    private readonly Term _term;

    private Expression(string text, Term term, ImmutableArray<string> inputs)
    {
        Text = text;
        _term = term;
        Inputs = inputs;
    }

    /// <summary>As the user wrote it.</summary>
    public string Text { get; }

    /// <summary>The keys it names, each once, in the order of their first place.</summary>
    public ImmutableArray<string> Inputs { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionException">The text is none; says where and why.</exception>
    public static Expression Parse(string text)
    {
        var parser = new Parser(text);
        var term = parser.Read();
        return new(text, term, parser.Inputs);
    }

    /// <summary>The result; null when a key that matters is unknown, or there is none (division by zero, too large).</summary>
    /// <param name="find">The value of a key; null for unknown.</param>
    public decimal? Evaluate(Func<string, decimal?> find)
    {
        try
        {
            return _term(find);
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}

/// <summary>A part of an expression, ready to be calculated.</summary>
/// <param name="find">The value of a key; null for unknown.</param>
internal delegate decimal? Term(Func<string, decimal?> find);
