using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bridge.TestSupport.HomeAssistant;

/// <summary>Reads expressions, by Jinja's order of operators.</summary>
internal sealed partial class TemplateParser
{
    private readonly ImmutableArray<string> _tokens;
    private int _at;

    private TemplateParser(string text)
    {
        var tokens = Token.Matches(text);
        if (tokens.Sum(static match => match.Length) != text.Count(static letter => !char.IsWhiteSpace(letter))
            + tokens.Sum(static match => match.Value.Count(char.IsWhiteSpace)))
        {
            throw new TemplateException($"'{text}' has letters that are no expression");
        }

        _tokens = [.. tokens.Select(static match => match.Value)];
    }

    /// <summary>Reads one expression.</summary>
    public static TemplateExpression Read(string text)
    {
        var parser = new TemplateParser(text);
        var expression = parser.Conditional();
        return parser._at == parser._tokens.Length
            ? expression
            : throw new TemplateException($"'{parser._tokens[parser._at]}' was not expected in '{text}'");
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|\d+(?:\.\d+)?|[A-Za-z_]\w*|==|!=|[.|()\[\]]""", RegexOptions.None, 1000)]
    private static partial Regex Token { get; }

    private bool Takes(string token)
    {
        var is_ = _at < _tokens.Length && _tokens[_at] == token;
        _at += is_ ? 1 : 0;
        return is_;
    }

    private void Needs(string token)
    {
        if (!Takes(token))
        {
            throw new TemplateException($"'{token}' is missing");
        }
    }

    private string Next() => _at < _tokens.Length ? _tokens[_at++] : throw new TemplateException("it ends too early");

    private TemplateExpression Conditional()
    {
        var value = Or();
        if (!Takes("if"))
        {
            return value;
        }

        var condition = Or();
        Needs("else");
        var other = Conditional();
        return new(scope => (TemplateValue.IsTrue(condition.Evaluate(scope)) ? value : other).Evaluate(scope));
    }

    private TemplateExpression Or()
    {
        var left = And();
        while (Takes("or"))
        {
            var (first, second) = (left, And());
            left = new(scope => first.Evaluate(scope) is var value && TemplateValue.IsTrue(value) ? value : second.Evaluate(scope));
        }

        return left;
    }

    private TemplateExpression And()
    {
        var left = Not();
        while (Takes("and"))
        {
            var (first, second) = (left, Not());
            left = new(scope => first.Evaluate(scope) is var value && TemplateValue.IsTrue(value) ? second.Evaluate(scope) : value);
        }

        return left;
    }

    private TemplateExpression Not()
    {
        if (!Takes("not"))
        {
            return Comparison();
        }

        var operand = Not();
        return new(scope => !TemplateValue.IsTrue(operand.Evaluate(scope)));
    }

    private TemplateExpression Comparison()
    {
        var left = Filtered();
        while (true)
        {
            var first = left;
            if (Takes("is"))
            {
                var negated = Takes("not");
                var test = Next();
                left = new(scope => Test(test, first.Evaluate(scope)) != negated);
            }
            else if (Takes("=="))
            {
                var second = Filtered();
                left = new(scope => TemplateValue.AreEqual(first.Evaluate(scope), second.Evaluate(scope)));
            }
            else if (Takes("!="))
            {
                var second = Filtered();
                left = new(scope => !TemplateValue.AreEqual(first.Evaluate(scope), second.Evaluate(scope)));
            }
            else
            {
                return left;
            }
        }
    }

    private TemplateExpression Filtered()
    {
        var value = Member();
        while (Takes("|"))
        {
            var filter = Next();
            if (filter == "to_json")
            {
                var json = value;
                value = new(scope => TemplateValue.Json(json.Evaluate(scope)));
                continue;
            }

            if (filter != "default")
            {
                throw new TemplateException($"the filter {filter} is more than this stand-in knows");
            }

            Needs("(");
            var (first, other) = (value, Conditional());
            Needs(")");
            value = new(scope => first.Evaluate(scope) is var given && ReferenceEquals(given, TemplateValue.Undefined)
                ? other.Evaluate(scope)
                : given);
        }

        return value;
    }

    private TemplateExpression Member()
    {
        var owner = Primary();
        while (true)
        {
            var first = owner;
            if (Takes("."))
            {
                var name = Next();
                owner = new(scope => TemplateValue.Member(first.Evaluate(scope), name, isAttribute: true));
            }
            else if (Takes("["))
            {
                var key = Conditional();
                Needs("]");
                owner = new(scope => TemplateValue.Member(
                    first.Evaluate(scope), TemplateValue.Text(key.Evaluate(scope)), isAttribute: false));
            }
            else
            {
                return owner;
            }
        }
    }

    private TemplateExpression Primary()
    {
        var token = Next();
        if (token == "(")
        {
            var inner = Conditional();
            Needs(")");
            return inner;
        }

        var constant = token switch
        {
            "none" or "None" => (object?)null,
            "true" or "True" => true,
            "false" or "False" => false,
            ['\'' or '"', ..] => token[1..^1],
            [>= '0' and <= '9', ..] when token.Contains('.', StringComparison.Ordinal) =>
                double.Parse(token, CultureInfo.InvariantCulture),
            [>= '0' and <= '9', ..] => long.Parse(token, CultureInfo.InvariantCulture),
            [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_', ..] => TemplateValue.Undefined,
            _ => throw new TemplateException($"'{token}' was not expected"),
        };
        return ReferenceEquals(constant, TemplateValue.Undefined)
            ? new(scope => scope.TryGetValue(token, out var value) ? value : TemplateValue.Undefined)
            : new(_ => constant);
    }

    private static bool Test(string name, object? value) => name switch
    {
        "mapping" => value is Dictionary<string, object?>,
        "none" => value is null,
        "defined" => !ReferenceEquals(value, TemplateValue.Undefined),
        "string" => value is string,
        "number" => value is bool or long or double,
        _ => throw new TemplateException($"the test {name} is more than this stand-in knows"),
    };
}
