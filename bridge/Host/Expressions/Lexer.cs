using System.Buffers;
using System.Collections.Immutable;

namespace Bridge.Host.Expressions;

/// <summary>Cuts an expression into words, numbers and signs.</summary>
internal static class Lexer
{
    private const string Signs = "+-*/(),";

    private static readonly SearchValues<char> WordLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.");

    /// <summary>The tokens; the last one is the empty text at the end.</summary>
    /// <exception cref="ExpressionException">A letter that no token has.</exception>
    public static ImmutableArray<Token> Read(string text)
    {
        var tokens = ImmutableArray.CreateBuilder<Token>();
        for (var at = 0; at < text.Length;)
        {
            var length = Length(text, at);
            if (length > 0)
            {
                tokens.Add(new(text.Substring(at, length), at + 1));
            }

            at += Math.Max(1, length);
        }

        tokens.Add(new(string.Empty, text.Length + 1));
        return tokens.ToImmutable();
    }

    // Zero for white space.
    private static int Length(string text, int at)
    {
        var first = text[at];
        if (char.IsWhiteSpace(first))
        {
            return 0;
        }

        if (WordLetters.Contains(first))
        {
            var end = text.AsSpan(at).IndexOfAnyExcept(WordLetters);
            return end > 0 ? end : text.Length - at;
        }

        if (first is '<' or '>' or '=' or '!')
        {
            var isDouble = at + 1 < text.Length && text[at + 1] == '=';
            return isDouble ? 2
                : first is '<' or '>' ? 1
                : throw new ExpressionException(at + 1, $"a single {first}; to compare, write == or !=");
        }

        return Signs.Contains(first) ? 1
            : throw new ExpressionException(at + 1, "a letter that no expression has; keys have a to z, 0 to 9 and _");
    }
}

/// <summary>A word, number or sign.</summary>
/// <param name="Text">As it is written; empty at the end.</param>
/// <param name="Position">Where it begins, from 1.</param>
internal readonly record struct Token(string Text, int Position);
