using System.Collections.Immutable;

namespace Bridge.Devices.Model;

/// <summary>The words of covers and valves: what they tell, and what they are told.</summary>
public static class Movement
{
    /// <summary>It is open, or half open.</summary>
    public const string Open = "open";

    /// <summary>It is closed.</summary>
    public const string Closed = "closed";

    /// <summary>It is on its way to open.</summary>
    public const string Opening = "opening";

    /// <summary>It is on its way to closed.</summary>
    public const string Closing = "closing";

    /// <summary>Of a cover: it came to rest, and its position tells whether it is open.</summary>
    public const string Stopped = "stopped";

    /// <summary>A command: open it.</summary>
    public const string ToOpen = "open";

    /// <summary>A command: close it.</summary>
    public const string ToClose = "close";

    /// <summary>A command: stop where it is.</summary>
    public const string ToStop = "stop";

    /// <summary>What a cover can tell; the <see cref="Entity.Options"/> of one.</summary>
    public static ImmutableArray<string> OfCover { get; } = [Open, Closed, Opening, Closing, Stopped];

    /// <summary>What a valve can tell; the <see cref="Entity.Options"/> of one.</summary>
    public static ImmutableArray<string> OfValve { get; } = [Open, Closed, Opening, Closing];
}
