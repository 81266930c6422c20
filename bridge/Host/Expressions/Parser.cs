using System.Collections.Immutable;
using System.Globalization;

namespace Bridge.Host.Expressions;

/// <summary>Reads one expression by recursive descent.</summary>
internal sealed class Parser
{
    private const int LongestText = 1000;
    private const int DeepestLevel = 50;

    private static readonly string[] Comparisons = ["<", "<=", ">", ">=", "==", "!="];

    private readonly ImmutableArray<Token> _tokens;
    private int _at;
    private int _level;

    /// <summary>Starts at the begin of a text.</summary>
    /// <exception cref="ExpressionException">It is too long, or has letters that no expression has.</exception>
    public Parser(string text) => _tokens = text.Length <= LongestText
        ? Lexer.Read(text)
        : throw new ExpressionException(LongestText, $"more than {LongestText} letters");

    /// <summary>The keys that were named so far.</summary>
    public ImmutableArray<string> Inputs { get; private set; } = [];

    private Token Next => _tokens[_at];

    /// <summary>The whole text.</summary>
    /// <exception cref="ExpressionException">It is no expression.</exception>
    public Term Read()
    {
        var term = Comparison();
        return Next.Text.Length == 0 ? term : throw Unexpected("the end or an operator");
    }

    private Term Comparison()
    {
        if (++_level > DeepestLevel)
        {
            throw new ExpressionException(Next.Position, $"more than {DeepestLevel} levels");
        }

        var left = Sum();
        if (Comparisons.Contains(Next.Text, StringComparer.Ordinal))
        {
            var sign = Take().Text;
            left = Operations.Compare(sign, left, Sum());
        }

        _level--;
        return left;
    }

    private Term Sum()
    {
        var left = Product();
        while (Next.Text is "+" or "-")
        {
            left = Operations.Calculate(Take().Text, left, Product());
        }

        return left;
    }

    private Term Product()
    {
        var left = Factor();
        while (Next.Text is "*" or "/")
        {
            left = Operations.Calculate(Take().Text, left, Factor());
        }

        return left;
    }

    private Term Factor()
    {
        var isNegative = false;
        while (Next.Text is "-" or "+")
        {
            isNegative ^= Take().Text == "-";
        }

        var operand = Operand();
        return isNegative ? find => -operand(find) : operand;
    }

    private Term Operand()
    {
        if (Next.Text == "(")
        {
            Take();
            var inner = Comparison();
            Expect(")");
            return inner;
        }

        if (Next.Text is not [(>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '.', ..])
        {
            throw Unexpected("a number, a key or (");
        }

        var word = Take();
        return Next.Text == "(" ? Call(word)
            : Number(word.Text) is { } number ? _ => number
            : Key(word);
    }

    private Term Call(Token function)
    {
        Take();
        var arguments = new List<Term> { Comparison() };
        while (Next.Text == ",")
        {
            Take();
            arguments.Add(Comparison());
        }

        Expect(")");
        return Operations.Call(function, arguments);
    }

    private Term Key(Token word)
    {
        if (word.Text.Contains('.') || word.Text[0] == '_' || word.Text.Length > 63)
        {
            throw new ExpressionException(word.Position, $"{word.Text} is neither a number nor a key");
        }

        if (!Inputs.Contains(word.Text, StringComparer.Ordinal))
        {
            Inputs = Inputs.Add(word.Text);
        }

        return find => find(word.Text);
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private Token Take() => _tokens[_at++];

    private void Expect(string sign)
    {
        if (Next.Text != sign)
        {
            throw Unexpected(sign);
        }

        Take();
    }

    private ExpressionException Unexpected(string expected) => new(
        Next.Position, $"expected {expected}, not {(Next.Text.Length == 0 ? "the end" : Next.Text)}");
}
