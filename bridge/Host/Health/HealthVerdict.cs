namespace Bridge.Host.Health;

/// <summary>What the health file says of the process.</summary>
/// <param name="Healthy">True while the main loop goes round.</param>
/// <param name="Message">Why, for a person.</param>
internal readonly record struct HealthVerdict(bool Healthy, string Message);
