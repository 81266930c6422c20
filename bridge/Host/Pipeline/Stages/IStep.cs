namespace Bridge.Host.Pipeline.Stages;

/// <summary>A stage that makes one number of another; it may remember those before.</summary>
internal interface IStep
{
    /// <summary>The number that goes on.</summary>
    /// <param name="number">The number that came.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    /// <exception cref="OverflowException">The result has no room in a decimal; nothing is remembered of the number.</exception>
    decimal Pass(decimal number, TimeSpan now);
}
