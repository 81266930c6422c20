namespace Bridge.TestSupport.HomeAssistant;

/// <summary>An entity in the registry; its history hangs on it, and goes with it.</summary>
/// <param name="Number">Counts all entries ever made: the same number is the same history.</param>
/// <param name="Platform">Such as <c>sensor</c>.</param>
/// <param name="UniqueId">Its unique id, unique to the platform.</param>
/// <param name="EntityId">By which people know it.</param>
/// <param name="Device">The first identifier of its device; null for none.</param>
/// <param name="IsDisabled">True until the user switches it on, when it was announced so.</param>
public sealed record RegistryEntry(
    int Number, string Platform, string UniqueId, string EntityId, string? Device, bool IsDisabled);
