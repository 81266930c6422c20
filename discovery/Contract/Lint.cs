using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Bridge.Discovery.Contract;

/// <summary>
/// Holds any discovery message against Home Assistant's rules, also one of another program: abbreviations, topic bases and
/// the forms that Home Assistant converts are taken as it takes them.
/// </summary>
public static partial class Lint
{
    private const string Config = "config";
    private static readonly string[] Migration = ["migrate_discovery", "migr_discvry"];

    /// <summary>What is wrong with a message.</summary>
    /// <param name="topic">Its topic; null where it is not known, which only a device document can do without.</param>
    /// <param name="payload">UTF-8 JSON; empty for a removal.</param>
    public static ImmutableArray<Finding> Check(string? topic, ReadOnlyMemory<byte> payload)
    {
        var (platform, objectId, wrong) = topic is null ? (null, "", null) : Parse(topic);
        var findings = new Findings(objectId);
        if (wrong is not null)
        {
            findings.Error(wrong);
        }
        else if (!payload.IsEmpty)
        {
            CheckPayload(platform, objectId, payload, findings);
        }

        return findings.ToImmutable();
    }

    private static void CheckPayload(string? platform, string objectId, ReadOnlyMemory<byte> payload, Findings findings)
    {
        SelfCheck.CheckSize(payload, findings);
        try
        {
            if (JsonNode.Parse(payload.Span) is not JsonObject root)
            {
                findings.Error("is not a JSON object");
            }
            else if (Array.Find(Migration, root.ContainsKey) is { } migration)
            {
                CheckMigration(root, migration, findings);
            }
            else
            {
                CheckRoot(platform, objectId, root, findings);
            }
        }
        catch (JsonException failure)
        {
            findings.Error($"is not JSON: {failure.Message}");
        }
        catch (ArgumentException)
        {
            findings.Error("has a key twice in one object");
        }
    }

    private static void CheckMigration(JsonObject root, string key, Findings findings)
    {
        if (root.Count != 1 || root[key]?.GetValueKind() != JsonValueKind.True)
        {
            findings.Error($"{key} must be true, and alone");
        }
    }

    private static void CheckRoot(string? platform, string objectId, JsonObject root, Findings findings)
    {
        Expansion.Expand(root);
        var isDocument = platform is null ? root.ContainsKey(KeyNames.Components) : platform == KeyNames.Device;
        platform ??= root[KeyNames.Platform] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        if (!isDocument && (platform is null || !Platforms.IsKnown(platform)))
        {
            findings.Error("is no device document, and which platform it is for stands in its topic; give the topic too");
            return;
        }

        if (isDocument)
        {
            Expansion.ExpandComponents(root);
            KeyForms.OfDocument(root);
        }
        else
        {
            Expansion.ApplyBase(root);
            KeyForms.OfMessage(root, platform!);
        }

        using var document = JsonDocument.Parse(root.ToJsonString());
        if (isDocument)
        {
            SelfCheck.CheckDocument(document.RootElement, findings, isOurs: false);
        }
        else
        {
            SelfCheck.CheckMessage(new(objectId, platform!, document.RootElement, document.RootElement), findings);
        }
    }

    /// <summary>Takes a topic <c>{prefix}/{platform}/[{node}/]{object}/config</c> apart.</summary>
    private static (string? Platform, string ObjectId, string? Wrong) Parse(string topic)
    {
        var levels = topic.Split('/');
        var objectId = levels.Length > 1 ? levels[^2] : "";
        if (levels.Length < 4 || levels[^1] != Config)
        {
            return (null, objectId, $"the topic '{topic}' is none of discovery: prefix/platform/object_id/config");
        }

        var hasNode = !IsComponent(levels[^3]) && levels.Length > 4;
        var platform = hasNode ? levels[^4] : levels[^3];
        var ids = hasNode ? levels[^3..^1] : levels[^2..^1];
        return !IsComponent(platform) ? (null, objectId, $"Home Assistant listens to no topics of '{platform}'")
            : !ids.All(static id => Id.IsMatch(id)) ? (null, objectId, "ids in the topic must be of A-Z, a-z, 0-9, _ and -")
            : (platform, objectId, null);
    }

    private static bool IsComponent(string level) => level == KeyNames.Device || Platforms.IsKnown(level);

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+\z", RegexOptions.None, 1000)]
    private static partial Regex Id { get; }
}
