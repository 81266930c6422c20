namespace Bridge.Host.Pipeline.Stages;

/// <summary>A stage that may reject a number.</summary>
internal interface IGate
{
    /// <summary>Judges a number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    /// <returns>Null when it may pass; else why not, as the end of "KEY is NUMBER, …".</returns>
    string? Refuse(decimal number, TimeSpan now);
}
