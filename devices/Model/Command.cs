namespace Bridge.Devices.Model;

/// <summary>A change that was asked for, checked against its entity: kind, range, step, options and pattern hold.</summary>
/// <param name="Key">The entity; for its second value, such as a brightness, the key of that <see cref="Aspect"/>.</param>
/// <param name="Value">
/// The value asked for; true for a button and to install an update, a word of <see cref="Movement"/> for a cover or valve.
/// </param>
public readonly record struct Command(string Key, Value Value);
