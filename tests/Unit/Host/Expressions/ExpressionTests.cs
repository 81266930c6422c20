using Bridge.Host.Expressions;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Unit.Host.Expressions;

public sealed class ExpressionTests
{
    private static readonly Dictionary<string, decimal?> Values = new(StringComparer.Ordinal)
    {
        ["a"] = 7,
        ["b"] = 2,
        ["power_l1"] = 0.1m,
        ["1_8_0"] = 12345.678m,
        ["max"] = 5,
        ["huge"] = decimal.MaxValue,
        ["unknown"] = null,
    };

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("12 / 3 / 2", "2")]
    [InlineData("-a + --b", "-5")]
    [InlineData("power_l1 + 0.2", "0.3")]
    [InlineData("1_8_0 * 1000", "12345678.000")]
    [InlineData(".5 * b", "1.0")]
    [InlineData("a > b", "1")]
    [InlineData("a <= b", "0")]
    [InlineData("a - 5 == b", "1")]
    [InlineData("a != 7", "0")]
    [InlineData("min(a, b, 3)", "2")]
    [InlineData("max(a, b, 3) + max", "12")]
    [InlineData("abs(b - a)", "5")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.345, 2)", "-2.35")]
    [InlineData("if(a > b, 10, 20)", "10")]
    [InlineData("if(b == 0, 0, a / b)", "3.5")]
    [InlineData("if(1, 2, unknown)", "2")]
    public void Calculates_as_people_do(string text, string expected) =>
        Expression.Parse(text).Evaluate(Find).Should().Be(decimal.Parse(expected));

    [Theory]
    [InlineData("a + unknown")]
    [InlineData("max(1, unknown)")]
    [InlineData("unknown == unknown")]
    [InlineData("if(unknown, 1, 2)")]
    [InlineData("a / (b - 2)")]
    [InlineData("huge * 2")]
    [InlineData("round(a, 29)")]
    [InlineData("round(a, 0.5)")]
    public void What_has_no_result_is_unknown(string text) => Expression.Parse(text).Evaluate(Find).Should().BeNull();

    [Fact]
    public void Names_the_keys_it_needs_once() =>
        Expression.Parse("a + min(b, a) * 2").Inputs.Should().Equal("a", "b");

    [Theory]
    [InlineData("", 1, "expected a number, a key or (, not the end")]
    [InlineData("a +", 4, "expected a number, a key or (, not the end")]
    [InlineData("a b", 3, "expected the end or an operator, not b")]
    [InlineData("(a", 3, "expected ), not the end")]
    [InlineData("a = b", 3, "a single =; to compare, write == or !=")]
    [InlineData("a < b < 3", 7, "expected the end or an operator, not <")]
    [InlineData("sin(a)", 1, "there is no function sin; there are min, max, abs, round and if")]
    [InlineData("1 + if(a, b)", 5, "if takes 3 arguments, not 2")]
    [InlineData("a + 1.2.3", 5, "1.2.3 is neither a number nor a key")]
    [InlineData("a + B", 5, "a letter that no expression has; keys have a to z, 0 to 9 and _")]
    public void What_is_no_expression_is_told_with_its_place(string text, int position, string message)
    {
        var parse = () => Expression.Parse(text);

        parse.Should().Throw<ExpressionException>().WithMessage($"position {position}: {message}")
            .Which.Position.Should().Be(position);
    }

    [Theory]
    [InlineData("(", 200)]
    [InlineData("-", 2000)]
    [InlineData("abs(", 200)]
    public void Depth_and_length_have_an_end(string piece, int times)
    {
        var parse = () => Expression.Parse(string.Concat(Enumerable.Repeat(piece, times)));

        parse.Should().Throw<ExpressionException>();
    }

    [Fact]
    public void Any_text_is_an_expression_or_told_and_an_expression_never_throws()
    {
        string[] pieces = ["a", "b", "unknown", "huge", "1", "0", "2.5", "+", "-", "*", "/", "(", ")", ",", "<", "==",
            "min(", "max(", "abs(", "round(", "if(", " ", "=", "!", "\0", "é", "1e9", "_", "."];
        var texts = Gen.OneOf(
            Gen.Elements(pieces).ArrayOf().Select(string.Concat),
            ArbMap.Default.GeneratorFor<string>().Select(static text => text ?? string.Empty));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(4, 4711),
            Prop.ForAll(texts.ToArbitrary(), static text =>
            {
                try
                {
                    Expression.Parse(text).Evaluate(Find);
                }
                catch (ExpressionException)
                {
                    // told
                }
            }));
    }

    private static decimal? Find(string key) => Values.GetValueOrDefault(key);
}
