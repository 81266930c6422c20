namespace Bridge.Host.Planning;

/// <summary>What a discovery topic of ours says of itself, below whatever prefix.</summary>
/// <param name="Prefix">First levels.</param>
/// <param name="Identifier">Instance and device.</param>
/// <param name="IsDocument">True for a whole device, false for one component.</param>
internal readonly record struct DiscoveryTopic(string Prefix, string Identifier, bool IsDocument)
{
    /// <summary>Takes a topic apart; null when it is none of ours.</summary>
    public static DiscoveryTopic? Parse(string topic) => topic.Split('/') switch
    {
        [.. { Length: > 0 } prefix, "device", var identifier, "config"] =>
            new(string.Join('/', prefix), identifier, IsDocument: true),
        [.. { Length: > 0 } prefix, _, var identifier, _, "config"] =>
            new(string.Join('/', prefix), identifier, IsDocument: false),
        _ => null,
    };
}
