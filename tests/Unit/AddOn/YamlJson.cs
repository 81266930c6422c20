using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bridge.Unit.AddOn;

/// <summary>YAML as Home Assistant hands it on: whole numbers are numbers, all else is text.</summary>
internal static class YamlJson
{
    /// <summary>A node of a document.</summary>
    public static JsonNode Of(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(
            map.Children.Select(static pair => KeyValuePair.Create(pair.Key.ToString(), (JsonNode?)Of(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Of)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } when int.TryParse(text, out var number) => number,
        _ => node.ToString(),
    };
}
