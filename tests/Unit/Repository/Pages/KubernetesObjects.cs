using YamlDotNet.RepresentationModel;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Objects of Kubernetes: a bridge that runs once, as locked down as the image allows, with what it names.</summary>
internal static class KubernetesObjects
{
    private static readonly (string Path, string Value)[] Deployment =
    [
        ("spec/replicas", "1"),
        ("spec/strategy/type", "Recreate"),
        ("spec/template/spec/automountServiceAccountToken", "false"),
        ("spec/template/spec/securityContext/runAsNonRoot", "true"),
        ("spec/template/spec/securityContext/runAsUser", "10001"),
        ("spec/template/spec/securityContext/runAsGroup", "10001"),
        ("spec/template/spec/securityContext/fsGroup", "10001"),
        ("spec/template/spec/securityContext/seccompProfile/type", "RuntimeDefault"),
        ("spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation", "false"),
        ("spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem", "true"),
        ("spec/template/spec/containers/0/securityContext/capabilities/drop/0", "ALL"),
    ];

    private static readonly string[] Probes = ["startupProbe", "livenessProbe", "readinessProbe"];

    /// <summary>What is wrong with them; they are applied together, and beside what commands of the page make.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<YamlNode> objects, string page)
    {
        foreach (var each in objects)
        {
            if (Find(each, "kind") is null || Find(each, "metadata/name") is null)
            {
                yield return "an object without kind or name";
            }

            var faults = Find(each, "kind")?.ToString() switch
            {
                "Deployment" => OfDeployment(each, objects, page),
                "ConfigMap" => OfConfigMap(each),
                _ => [],
            };
            foreach (var fault in faults.Concat(OfVariables(each)))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> OfDeployment(YamlNode deployment, IReadOnlyList<YamlNode> objects, string page)
    {
        var values =
            from rule in Deployment
            where Find(deployment, rule.Path)?.ToString() != rule.Value
            select $"{rule.Path} is not {rule.Value}";
        var labels =
            from label in Children(deployment, "spec/selector/matchLabels")
            where Find(deployment, $"spec/template/metadata/labels/{label.Key}")?.ToString() != label.Value.ToString()
            select $"no pod has the label {label.Key}";
        var container = Find(deployment, "spec/template/spec/containers/0")!;
        var volumes = Items(deployment, "spec/template/spec/volumes").ToArray();
        var mounts =
            from mount in Items(container, "volumeMounts")
            where volumes.All(volume => volume["name"].ToString() != mount["name"].ToString())
            select $"no volume is {mount["name"]}";
        var named =
            from volume in volumes
            from source in new[]
            {
                ("ConfigMap", "configMap/name"),
                ("Secret", "secret/secretName"),
                ("PersistentVolumeClaim", "persistentVolumeClaim/claimName"),
            }
            let name = Find(volume, source.Item2)?.ToString()
            where name is not null && !page.Contains($"kubectl create secret generic {name} ", StringComparison.Ordinal)
                && !objects.Any(each =>
                Find(each, "kind")?.ToString() == source.Item1 && Find(each, "metadata/name")?.ToString() == name)
            select $"no {source.Item1} is {name}";
        var probes =
            from probe in Probes
            let words = Items(container, $"{probe}/exec/command").Select(static word => word.ToString()).ToArray()
            where words.Length > 0
            from fault in ShellBlocks.Faults(new ShellCommand([.. words], null, ""))
            select $"{probe}: {fault}";
        return [.. values, .. labels, .. mounts, .. named, .. probes];
    }

    private static IEnumerable<string> OfConfigMap(YamlNode map) =>
        Find(map, "data/bridge.yaml")?.ToString() is { } text ? Configurations.Faults(text, []) : [];

    private static IEnumerable<string> OfVariables(YamlNode each) =>
        from text in YamlBlocks.Texts(each)
        from name in Variables.Named(text)
        where !Variables.IsKnown(name)
        select $"no key of the program is {name}";

    private static YamlSequenceNode Items(YamlNode node, string path) => Find(node, path) as YamlSequenceNode ?? new();

    private static YamlMappingNode Children(YamlNode node, string path) => Find(node, path) as YamlMappingNode ?? new();

    /// <summary>The node at a path, such as <c>spec/containers/0</c>.</summary>
    private static YamlNode? Find(YamlNode node, string path) =>
        path.Split('/').Aggregate((YamlNode?)node, static (at, step) => Step(at, step));

    private static YamlNode? Step(YamlNode? at, string step) => at switch
    {
        YamlMappingNode map => map.Children.TryGetValue(new YamlScalarNode(step), out var next) ? next : null,
        YamlSequenceNode list when int.Parse(step) is var index => index < list.Children.Count ? list[index] : null,
        _ => null,
    };
}
