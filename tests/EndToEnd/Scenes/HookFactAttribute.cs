namespace Bridge.EndToEnd.Scenes;

/// <summary>A test that puts a bug into the program by a start-up hook, which the shipped program does not load.</summary>
internal sealed class HookFactAttribute : FactAttribute
{
    public HookFactAttribute()
    {
        if (RunningBridge.Shipped is not null)
        {
            Skip = "the shipped program loads no start-up hook";
        }
    }
}
