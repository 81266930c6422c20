namespace Bridge.Host.Pipeline.Stages;

/// <summary>The mean of the last numbers.</summary>
/// <param name="count">How many numbers, 1 or more; at the begin, those that there are.</param>
internal sealed class Mean(int count) : IStep
{
    private readonly Window _window = new(count);

    /// <inheritdoc/>
    public decimal Pass(decimal number, TimeSpan now)
    {
        var numbers = _window.With(number);
        var mean = numbers.Sum() / numbers.Length;
        _window.Numbers = numbers;
        return mean;
    }
}
