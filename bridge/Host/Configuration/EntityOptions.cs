namespace Bridge.Host.Configuration;

/// <summary>What the user sets for one entity.</summary>
internal sealed record EntityOptions
{
    /// <summary>Its name in Home Assistant; null for the driver's.</summary>
    public string? Name { get; init; }

    /// <summary>Added to the value after <see cref="Factor"/>.</summary>
    public decimal Offset { get; init; }

    /// <summary>The value is multiplied by it.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>Decimals that are published; null for the driver's.</summary>
    public int? Precision { get; init; }
}
