using Bridge.TestSupport.Pages;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Blocks of YAML: what one is for is seen by its keys, and what is none of the others' is a configuration.</summary>
internal static class YamlBlocks
{
    /// <summary>What is wrong with a block.</summary>
    public static IEnumerable<string> Faults(Block block)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(block.Text));
        }
        catch (YamlException fault)
        {
            return [fault.Message];
        }

        var documents = yaml.Documents.Select(static document => document.RootNode).ToArray();
        return documents switch
        {
            _ when documents.Any(static root => root is not YamlMappingNode) => ["expected a mapping"],
            _ when Has(documents[0], "apiVersion") => KubernetesObjects.Faults(documents, Page.Read(block.Page).Text),
            _ when Has(documents[0], "services") => Services(documents[0]),
            _ when Has(documents[0], "automation") => Automations(documents[0]),
            _ when Has(documents[0], "devices") && documents[0]["devices"] is YamlSequenceNode => AddOnOptions(block),
            _ => Configurations.Faults(block),
        };
    }

    /// <summary>True when a mapping has a key.</summary>
    public static bool Has(YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.ContainsKey(new YamlScalarNode(key));

    /// <summary>All scalars of a tree that are mapping keys or values.</summary>
    public static IEnumerable<string> Texts(YamlNode node) =>
        node.AllNodes.OfType<YamlScalarNode>().Select(static scalar => scalar.Value ?? string.Empty);

    /// <summary>Parts of a composed file: services that are in ours, or are whole themselves.</summary>
    private static IEnumerable<string> Services(YamlNode root) =>
        from service in ((YamlMappingNode)root["services"]).Children
        let name = service.Key.ToString()
        where !Has(service.Value, "image")
            && !SourceTree.Read("compose.yaml").Contains($"\n  {name}:\n", StringComparison.Ordinal)
        select $"the service {name} has no image and is not in compose.yaml";

    /// <summary>Automations of Home Assistant, in the words that it has used since 2024.10.</summary>
    private static IEnumerable<string> Automations(YamlNode root)
    {
        foreach (var automation in (YamlSequenceNode)root["automation"])
        {
            foreach (var (list, key) in new[] { ("triggers", "trigger"), ("actions", "action") })
            {
                if (!Has(automation, list) || ((YamlSequenceNode)automation[list]).Any(each => !Has(each, key)))
                {
                    yield return $"each of '{list}' needs the key '{key}'";
                }
            }
        }

        foreach (var text in Texts(root))
        {
            if (text.Split("{{").Length != text.Split("}}").Length || text.Split("{%").Length != text.Split("%}").Length)
            {
                yield return $"a template that is not closed: {text}";
            }
        }
    }

    // The program's own side of them is tested with the add-on.
    private static IEnumerable<string> AddOnOptions(Block block) =>
        block.Page.StartsWith("homeassistant-addon/", StringComparison.Ordinal)
        || block.Page == "docs/getting-started.md"
            ? Configurations.AddOnFaults(block)
            : ["options of the add-on on another page"];
}
