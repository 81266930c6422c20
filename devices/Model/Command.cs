namespace Bridge.Devices.Model;

/// <summary>A change that was asked for, checked against its entity: kind, range, step, options and pattern hold.</summary>
/// <param name="Key">The entity.</param>
/// <param name="Value">The value asked for; true for a button.</param>
public readonly record struct Command(string Key, Value Value);
