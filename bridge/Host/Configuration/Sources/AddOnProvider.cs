namespace Bridge.Host.Configuration.Sources;

/// <summary>
/// The add-on's options (<c>/data/options.json</c>). A device may have <c>options</c>, a text that is a YAML mapping
/// with whatever has no field of its own in the add-on's form. The form is two levels deep, so that <c>mqtt.tls</c> is
/// <c>mqtt_tls</c> in it.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class AddOnProvider(string path) : SourceProvider
{
    /// <summary>The group of the form that holds <c>mqtt.tls</c>.</summary>
    public const string TlsGroup = "mqtt_tls";

    /// <inheritdoc/>
    protected override SourceNode Read()
    {
        if (FileText.TryRead(path, out var text) is { } trouble)
        {
            return Unreadable(path, trouble);
        }

        var root = new JsonTree(line => $"{path}:{line}", Fault).Read(text);
        if (root is not { Kind: NodeKind.Map })
        {
            Incomplete = true;
            if (root is not null)
            {
                Fault(path, string.Empty, "expected a JSON object of sections");
            }

            return SourceNode.Map(path);
        }

        return Placed(root with { Children = [.. root.Children.Select(Unfold)] });
    }

    private SourceNode Placed(SourceNode root)
    {
        if (root.Child(TlsGroup) is not { } tls)
        {
            return root;
        }

        var others = root with { Children = root.Children.RemoveAll(static child => child.Key == TlsGroup) };
        return others.Merge(
            SourceNode.Map(tls.Origin, ("mqtt", SourceNode.Map(tls.Origin, ("tls", tls)))),
            (first, second) => Fault(second.Origin, "mqtt.tls", $"the key is given twice; it stands at {first.Origin} already"));
    }

    private (string Key, SourceNode Node) Unfold((string Key, SourceNode Node) section) => section.Key == "devices"
        ? (section.Key, section.Node with
        {
            Items = [.. section.Node.Items.Select(WithOptions)],
            Children = [.. section.Node.Children.Select(child => (child.Key, WithOptions(child.Node)))],
        })
        : section;

    private SourceNode WithOptions(SourceNode device)
    {
        if (device.Child("options") is not { Kind: NodeKind.Scalar } options)
        {
            return device;
        }

        var fields = device with { Children = device.Children.RemoveAll(static child => child.Key == "options") };
        var name = device.Child("id")?.Text is { } id ? $"devices.{id}" : "devices";
        var yaml = new YamlTree(
            line => $"{options.Origin} (options, line {line})",
            (origin, path, message) => Fault(origin, $"{name}.{(path.Length == 0 ? "options" : path)}", message),
            "keys of the device, such as entities:");
        var more = yaml.Read(options.Text ?? string.Empty);
        if (more is null)
        {
            Incomplete = true;
            return fields;
        }

        return fields.Merge(more, (field, option) => Fault(
            option.Origin, name, $"the key is given twice; it stands at {field.Origin} already"));
    }
}
