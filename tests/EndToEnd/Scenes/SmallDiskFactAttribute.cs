using Bridge.TestSupport;

namespace Bridge.EndToEnd.Scenes;

/// <summary>A test that mounts a small disk.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    /// <summary>Skips where that is not allowed.</summary>
    public SmallDiskFactAttribute() => Skip = SmallDisk.IsAvailable ? null : "only root may mount a small file system";
}
