using System.Collections.Immutable;
using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>The keys of one mapping of the configuration.</summary>
/// <param name="Name">The mapping's key.</param>
/// <param name="Help">What it is about, in one sentence for the reference page.</param>
/// <param name="Settings">Its keys.</param>
internal sealed record KeySet(string Name, string Help, ImmutableArray<Setting> Settings)
{
    /// <summary>The mappings inside it.</summary>
    public ImmutableArray<KeySet> Sections { get; init; } = [];
}
