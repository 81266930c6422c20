namespace Bridge.Discovery;

/// <summary>The message by which Home Assistant unloads what a topic announced, but keeps it in its registry.</summary>
public static class Migration
{
    /// <summary>The payload: it must hold nothing else.</summary>
    public static ReadOnlyMemory<byte> Payload { get; } = """{"migrate_discovery":true}"""u8.ToArray();
}
