using Bridge.Unit.Repository;
using YamlDotNet.RepresentationModel;

namespace Bridge.Unit.AddOn;

/// <summary>The files of the add-on.</summary>
internal static class AddOnFolder
{
    /// <summary>The folder, from the root of the repository.</summary>
    public const string Name = "homeassistant-addon";

    /// <summary>What the Supervisor reads of the add-on.</summary>
    public static YamlMappingNode Manifest { get; } = Yaml("config.yaml");

    /// <summary>The schema of the options.</summary>
    public static YamlMappingNode Schema { get; } = (YamlMappingNode)Manifest["schema"];

    /// <summary>The text of a file.</summary>
    public static string Read(string file) => SourceTree.Read($"{Name}/{file}");

    /// <summary>A file of YAML.</summary>
    public static YamlMappingNode Yaml(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Read(file)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    /// <summary>Keys and values of a mapping.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Entries(YamlNode node) =>
        ((YamlMappingNode)node).Children.Select(static pair => (((YamlScalarNode)pair.Key).Value!, pair.Value));

    /// <summary>The options of the form, such as <c>mqtt.host</c>, with their types; those of a device are of one.</summary>
    public static IEnumerable<(string Path, string Type)> Options() =>
        from @group in Entries(Schema)
        from option in Entries(@group.Value is YamlSequenceNode list ? list[0] : @group.Value)
        select ($"{@group.Key}.{option.Key}", Type(option.Value));

    private static string Type(YamlNode node) => node is YamlSequenceNode list ? $"[{list[0]}]" : node.ToString();
}
