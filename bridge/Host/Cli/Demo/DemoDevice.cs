namespace Bridge.Host.Cli.Demo;

/// <summary>A device as its discovery document describes it.</summary>
internal sealed class DemoDevice(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Where its values come.</summary>
    public required string StateTopic { get; init; }

    /// <summary>Where its availability comes.</summary>
    public required string AvailabilityTopic { get; init; }

    /// <summary><c>online</c>, <c>offline</c>, or <c>unknown</c> before the first word.</summary>
    public string Availability { get; set; } = "unknown";

    /// <summary>Time stamp of the last values; null before the first.</summary>
    public long? ReceivedAt { get; set; }

    /// <summary>Its entities, diagnostics left out.</summary>
    public List<DemoEntity> Entities { get; } = [];

    /// <summary>True once a value came.</summary>
    public bool HasValues => Entities.Exists(static entity => entity.Value is not null);

    /// <summary>Takes over the values of the same device as an earlier document described it.</summary>
    public void Inherit(DemoDevice before)
    {
        ReceivedAt = before.ReceivedAt;
        foreach (var entity in Entities)
        {
            entity.Value = before.Entities.Find(other => other.Key == entity.Key)?.Value ?? entity.Value;
        }
    }
}

/// <summary>An entity with its last value.</summary>
/// <param name="Key">Key in the state document.</param>
/// <param name="Name">As a person reads it.</param>
/// <param name="Unit">Unit, or null.</param>
internal sealed record DemoEntity(string Key, string Name, string? Unit)
{
    /// <summary>The last value, as published; null before the first.</summary>
    public string? Value { get; set; }

    /// <summary>Value and unit; a dash before the first value.</summary>
    public string Text => Value is null ? "–" : Unit is null ? Value : $"{Value} {Unit}";
}
