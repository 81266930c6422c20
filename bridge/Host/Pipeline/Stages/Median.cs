using System.Collections.Immutable;

namespace Bridge.Host.Pipeline.Stages;

/// <summary>The median of the last numbers: a single spike never comes through. Of an even count, the middle two's mean.</summary>
/// <param name="count">How many numbers, 1 or more; at the begin, those that there are.</param>
internal sealed class Median(int count) : IStep
{
    private readonly Window _window = new(count);

    /// <inheritdoc/>
    public decimal Pass(decimal number, TimeSpan now)
    {
        var numbers = _window.With(number);
        var sorted = numbers.Sort();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1
            ? sorted[middle]
            : sorted[middle - 1] + ((sorted[middle] - sorted[middle - 1]) / 2);
        _window.Numbers = numbers;
        return median;
    }
}

/// <summary>The last numbers, oldest first.</summary>
/// <param name="count">How many are kept.</param>
internal sealed class Window(int count)
{
    /// <summary>What is kept.</summary>
    public ImmutableArray<decimal> Numbers { get; set; } = [];

    /// <summary>What would be kept with one more; changes nothing.</summary>
    public ImmutableArray<decimal> With(decimal number) =>
        [.. Numbers.Skip(Numbers.Length < count ? 0 : 1), number];
}
