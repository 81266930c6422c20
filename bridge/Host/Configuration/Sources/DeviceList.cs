namespace Bridge.Host.Configuration.Sources;

/// <summary>
/// Makes one form of the two in which <c>devices</c> may be written: the list with <c>id</c> and the map by id.
/// </summary>
internal static class DeviceList
{
    /// <summary>The root with <c>devices</c> as a map by id.</summary>
    public static SourceNode ById(SourceNode root, Action<string, string, string> fault) =>
        root with
        {
            Children = [.. root.Children.Select(child =>
                child.Key == "devices" ? (child.Key, MapOf(child.Node, fault)) : child)],
        };

    /// <summary>The value of <c>devices</c> as a map by id.</summary>
    public static SourceNode MapOf(SourceNode devices, Action<string, string, string> fault) => devices.Kind switch
    {
        NodeKind.List => SourceNode.Map(devices.Origin, FromList(devices, fault)),
        NodeKind.Map => SourceNode.Map(devices.Origin, devices.Children.Select(child => WithoutId(child, fault))),
        _ => devices,
    };

    private static List<(string Key, SourceNode Node)> FromList(SourceNode list, Action<string, string, string> fault)
    {
        var devices = new List<(string Key, SourceNode Node)>();
        foreach (var item in list.Items)
        {
            if (item.Child("id") is not { Text: { } id } given)
            {
                fault(item.Origin, "devices", "each device of a list is a mapping with an id, such as id: office");
            }
            else if (devices.Exists(device => device.Key.Equals(id, StringComparison.OrdinalIgnoreCase)))
            {
                fault(given.Origin, $"devices.{id}", "another device of the list has the same id");
            }
            else
            {
                devices.Add((id, Without(item)));
            }
        }

        return devices;
    }

    private static (string Key, SourceNode Node) WithoutId(
        (string Key, SourceNode Node) device, Action<string, string, string> fault)
    {
        if (device.Node.Child("id") is { } id && id.Text != device.Key)
        {
            fault(id.Origin, $"devices.{device.Key}.id", "the id is the key of the map; leave this line out");
        }

        return device.Node.Kind == NodeKind.Map ? (device.Key, Without(device.Node)) : device;
    }

    private static SourceNode Without(SourceNode device) =>
        device with { Children = device.Children.RemoveAll(static child => child.Key == "id") };
}
