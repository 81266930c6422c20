using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Link;

/// <summary>Devices that say nothing by themselves: the test speaks for them.</summary>
internal static class QuietDevice
{
    /// <summary>One with these entities, that is not stale within a day.</summary>
    public static DeviceOptions With(string id, params ImmutableArray<Entity> entities) => new(id, new StreamDriver("probe", "a test")
    {
        Source = "test",
        Line = static _ => new(9600),
        Create = static (_, _) => throw new InvalidOperationException("no wires here"),
        Entities = _ => entities,
    })
    {
        Name = id,
        Port = "/dev/null",
        StaleAfter = TimeSpan.FromDays(1),
        Written = id,
    };

    /// <summary>One with sensors that are named by their keys.</summary>
    public static DeviceOptions WithSensors(string id, params IEnumerable<string> keys) =>
        With(id, [.. keys.Select(static key => new Entity(key) { Name = key })]);
}
