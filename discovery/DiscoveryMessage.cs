using System.Collections.Immutable;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>A device document ready to be published, and what was wrong with the description it came from.</summary>
/// <param name="ObjectId">The level of the topic below <c>{discovery_prefix}/device/</c>.</param>
/// <param name="Payload">
/// UTF-8 JSON without the components that have errors; null where the document as a whole would be refused.
/// Null must not be published as an empty message: that would remove the device.
/// </param>
/// <param name="Findings">Errors name what was withheld, warnings what was published nevertheless.</param>
public sealed record DiscoveryMessage(
    string ObjectId, ReadOnlyMemory<byte>? Payload, ImmutableArray<Finding> Findings)
{
    /// <summary>What it announces; null where it is not to be published.</summary>
    public AnnouncedDevice? Announces { get; init; }

    /// <summary>The platforms of the components that were withheld, by their keys.</summary>
    public required ImmutableSortedDictionary<string, string> Withheld { get; init; }
}
