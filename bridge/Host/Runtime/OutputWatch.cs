using Bridge.Devices.Model;
using Bridge.Host.Pipeline;

namespace Bridge.Host.Runtime;

/// <summary>
/// Notices when outputs of a device move: they are to be found as they are, whatever happens to the bridge; readings may be
/// older. Not thread-safe: the device guards it.
/// </summary>
internal sealed class OutputWatch(DevicePipeline pipeline)
{
    private readonly Dictionary<string, Value> _last = new(StringComparer.Ordinal);

    /// <summary>True when one has moved since the last call.</summary>
    public bool HaveMoved()
    {
        var moved = false;
        foreach (var entity in pipeline.Entities)
        {
            if (entity.CanBeSet && pipeline.Find(entity.Key) is var value && _last.GetValueOrDefault(entity.Key) != value)
            {
                _last[entity.Key] = value;
                moved = true;
            }
        }

        return moved;
    }
}
