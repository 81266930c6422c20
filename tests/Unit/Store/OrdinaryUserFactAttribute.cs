namespace Bridge.Unit.Store;

/// <summary>A test for which permissions must hold.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OrdinaryUserFactAttribute : FactAttribute
{
    /// <summary>Skips where they do not.</summary>
    public OrdinaryUserFactAttribute() => Skip = OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess
        ? "permissions do not hold an administrator back"
        : null;
}
