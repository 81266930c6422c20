using Bridge.TestSupport;

namespace Bridge.EndToEnd.Scenes;

/// <summary>A test that has to wait for real minutes; it runs with <c>BRIDGE_SLOW=1</c>.</summary>
internal sealed class SlowFactAttribute : FactAttribute
{
    public SlowFactAttribute()
    {
        if (!SlowRuns.AreWanted)
        {
            Skip = "takes minutes; BRIDGE_SLOW=1 runs it";
        }
    }
}
