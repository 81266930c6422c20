namespace Bridge.Host.Expressions;

/// <summary>What expressions calculate with; what has no result is null, and so is everything made of it.</summary>
internal static class Operations
{
    private const int MostDecimals = 28; // of a decimal

    /// <summary><c>+ - * /</c>.</summary>
    public static Term Calculate(string sign, Term left, Term right) => sign switch
    {
        "+" => find => left(find) + right(find),
        "-" => find => left(find) - right(find),
        "*" => find => left(find) * right(find),
        _ => find => right(find) is { } divisor and not 0 ? left(find) / divisor : null,
    };

    /// <summary>1 when the comparison holds, else 0.</summary>
    public static Term Compare(string sign, Term left, Term right) =>
        find => left(find) is { } one && right(find) is { } other ? Holds(sign, one.CompareTo(other)) ? 1 : 0 : null;

    /// <summary>The functions.</summary>
    /// <exception cref="ExpressionException">There is none of that name, or it takes another number of arguments.</exception>
    public static Term Call(Token function, IReadOnlyList<Term> arguments)
    {
        var (fewest, most) = function.Text switch
        {
            "min" or "max" => (1, int.MaxValue),
            "abs" => (1, 1),
            "round" => (1, 2),
            "if" => (3, 3),
            _ => throw new ExpressionException(
                function.Position, $"there is no function {function.Text}; there are min, max, abs, round and if"),
        };
        if (arguments.Count < fewest || arguments.Count > most)
        {
            var count = fewest == most ? $"{fewest}" : $"{fewest} or {most}";
            throw new ExpressionException(
                function.Position, $"{function.Text} takes {count} arguments, not {arguments.Count}");
        }

        return function.Text switch
        {
            "min" => find => Extreme(arguments, find, -1),
            "max" => find => Extreme(arguments, find, 1),
            "abs" => find => arguments[0](find) is { } number ? Math.Abs(number) : null,
            "round" => find => Round(arguments[0](find), arguments.Count == 1 ? 0 : arguments[1](find)),
            _ => find => arguments[0](find) is { } condition ? arguments[condition != 0 ? 1 : 2](find) : null,
        };
    }

    private static bool Holds(string sign, int order) => sign switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        "==" => order == 0,
        _ => order != 0,
    };

    private static decimal? Extreme(IReadOnlyList<Term> arguments, Func<string, decimal?> find, int direction)
    {
        var best = arguments[0](find);
        foreach (var argument in arguments.Skip(1))
        {
            if (best is not { } number || argument(find) is not { } other)
            {
                return null;
            }

            best = Math.Sign(other.CompareTo(number)) == direction ? other : number;
        }

        return best;
    }

    private static decimal? Round(decimal? number, decimal? decimals) =>
        number is { } value && decimals is { } count and >= 0 and <= MostDecimals && decimal.IsInteger(count)
            ? decimal.Round(value, (int)count, MidpointRounding.AwayFromZero)
            : null;
}
