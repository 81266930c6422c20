using System.Collections.Immutable;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>What tells one component of a device in a message of its own.</summary>
/// <param name="Platform">Home Assistant's platform, the first level of its topic.</param>
/// <param name="Key">The component's key, the last level of its topic.</param>
/// <param name="Payload">UTF-8 JSON.</param>
public sealed record ComponentMessage(string Platform, string Key, ReadOnlyMemory<byte> Payload)
{
    /// <summary>What it announces: its device with the one component.</summary>
    public required AnnouncedDevice Announces { get; init; }
}

/// <summary>A device told component by component.</summary>
/// <param name="ObjectId">The level of the topics between platform and key.</param>
/// <param name="Messages">Those that Home Assistant takes, in the order of the device document.</param>
/// <param name="Findings">Errors name what was withheld, warnings what was published nevertheless.</param>
public sealed record ComponentMessages(
    string ObjectId, ImmutableArray<ComponentMessage> Messages, ImmutableArray<Finding> Findings)
{
    /// <summary>The platforms of the components that were withheld, by their keys.</summary>
    public required ImmutableSortedDictionary<string, string> Withheld { get; init; }
}
