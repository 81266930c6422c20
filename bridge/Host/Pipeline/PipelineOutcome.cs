namespace Bridge.Host.Pipeline;

/// <summary>What became of a reading.</summary>
/// <param name="Accepted">Whether one value or more was good.</param>
/// <param name="Published">Whether the state document is to be published.</param>
/// <param name="Invalid">Why the first bad value was rejected; null when all were good.</param>
internal readonly record struct PipelineOutcome(bool Accepted, bool Published, string? Invalid);

/// <summary>What became of setting one of the bridge's own numbers.</summary>
/// <param name="Error">Why it was not set; null when it was.</param>
/// <param name="Keep">A text to keep by its name; null for none.</param>
internal readonly record struct OwnOutcome(string? Error, KeyValuePair<string, string>? Keep);
