using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>
/// Notices when what can be set has moved: it is to be found as it is, whatever happens to the bridge; readings may be older.
/// Not thread-safe: its <see cref="Device"/> guards it.
/// </summary>
internal sealed class Outputs
{
    private readonly Dictionary<string, Value> _last = new(StringComparer.Ordinal);

    /// <summary>True when one has another value than at the last call.</summary>
    public bool HaveMoved(ImmutableArray<Entity> entities, Func<string, Value> find)
    {
        var moved = false;
        foreach (var entity in entities)
        {
            if (entity.CanBeSet && find(entity.Key) is var value && _last.GetValueOrDefault(entity.Key) != value)
            {
                _last[entity.Key] = value;
                moved = true;
            }
        }

        return moved;
    }
}
