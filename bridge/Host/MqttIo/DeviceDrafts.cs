using System.Text.RegularExpressions;

namespace Bridge.Host.MqttIo;

/// <summary>Section <c>devices</c> as it is written: ids, entities, and what both have from mqtt-io.</summary>
/// <param name="page">What is written.</param>
/// <param name="prefix">What the topics of mqtt-io begin with.</param>
internal sealed partial class DeviceDrafts(ImportPage page, string prefix)
{
    /// <summary>How deep the keys of a device stand.</summary>
    public const int KeyLevel = 2;

    private const int EntityLevel = 3;
    private const int LongestId = 63;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal) { "bridge" };

    /// <summary>What is written.</summary>
    public ImportPage Page => page;

    /// <summary>Begins a device of a module's name.</summary>
    public void Begin(ImportedMap module, string driver)
    {
        var name = module.Take("name")!;
        module.Take("module");
        var id = KeyOf(name);
        for (var number = 2; !_ids.Add(id); number++)
        {
            id = $"{KeyOf(name)}_{number}";
        }

        page.Line(1, id);
        page.Line(KeyLevel, "driver", driver);
        if (id != name)
        {
            page.Line(KeyLevel, "name", ImportPage.Text(name));
        }

        module.LeaveOut("outputs are left as they are at the end; on_stop of an entity says otherwise", "cleanup");
    }

    /// <summary>Says which topic of mqtt-io an entity had.</summary>
    public void Was(string key, string kind, string name) => page.Remark(KeyLevel, $"{key} was {prefix}{kind}/{name}");

    /// <summary>Writes what mqtt-io told Home Assistant of an input or output, and its own lines.</summary>
    /// <param name="input">The input or output.</param>
    /// <param name="key">The entity's key.</param>
    /// <param name="platform">What it is in Home Assistant.</param>
    /// <param name="own">Other keys and their values.</param>
    public void Entity(ImportedMap input, string key, string platform, IEnumerable<(string Key, string Value)> own)
    {
        page.Line(EntityLevel, key);
        foreach (var (name, value) in own)
        {
            page.Line(EntityLevel + 1, name, value);
        }

        input.Take("name");
        input.Take("module");
        input.Take("type");
        if (input.Map("ha_discovery", EntityLevel + 1) is { } shown)
        {
            shown.Copy("name", "name");
            shown.Copy("device_class", "device_class");
            shown.Copy("unit_of_measurement", "unit");
            shown.Copy("icon", "icon");
            shown.Copy("entity_category", "category");
            shown.Copy("enabled_by_default", "enabled_by_default");
            if (shown.Peek("component")?.Text == platform)
            {
                shown.Take("component");
            }

            shown.LeaveOut($"it is a {platform} here", "component");
            shown.Rest();
        }

        if (input.TakeTruth("retain") is false)
        {
            page.LeaveOut(EntityLevel + 1, input.Origin, $"{input.Path}.retain", "states are always retained");
        }

        input.LeaveOut("a device's availability says when its values are too old", "expire_after");
        input.Rest();
    }

    /// <summary>A name as a device id or an entity's key.</summary>
    public static string KeyOf(string name)
    {
        var key = NoKey().Replace(name.ToLowerInvariant(), "_").Trim('_');
        return key.Length == 0 ? "device" : key[..Math.Min(key.Length, LongestId - 3)];
    }

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoKey();
}
