using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;
using Bridge.Host.Configuration.Sources;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Holds every key of one source against the keys that there are.</summary>
internal sealed class KeyCheck(Surroundings surroundings, DriverNames drivers, SourceProvider source)
{
    private const string Devices = "devices";
    private const string Entities = "entities";
    private const string Derived = "derived";
    private const string Totals = "totals";

    /// <summary>Tells every key that is unknown, not built yet, or a map where a single value belongs.</summary>
    public void Run()
    {
        string[] names = [.. AllKeys.Sections.Select(static section => section.Name), Devices];
        foreach (var (key, node) in source.Root.Children)
        {
            if (key == Devices)
            {
                CheckDevices(node);
            }
            else if (AllKeys.Sections.FirstOrDefault(section => section.Name == key) is { } keys)
            {
                CheckMap(node, key, keys, []);
            }
            else
            {
                Unknown(node, string.Empty, key, names);
            }
        }
    }

    private void CheckDevices(SourceNode devices)
    {
        if (!IsMap(devices, Devices))
        {
            return;
        }

        foreach (var (id, device) in devices.Children)
        {
            var path = $"{Devices}.{id}";
            var driver = drivers.Of(surroundings.Layers, id);
            var ignored = driver is null ? device.Children : OfOtherKind(device, driver, path);
            CheckMap(device, path, AllKeys.OfDevice(driver), ignored);
            if (device.Child(Entities) is { } entities && IsMap(entities, $"{path}.{Entities}"))
            {
                CheckEntities(entities, path, driver);
            }

            if (device.Child(Derived) is { } derived && IsMap(derived, $"{path}.{Derived}"))
            {
                CheckMadeUp(derived, $"{path}.{Derived}", DerivedKeys.Section);
            }

            if (device.Child(Totals) is { } totals && IsMap(totals, $"{path}.{Totals}"))
            {
                CheckMadeUp(totals, $"{path}.{Totals}", TotalKeys.Section);
            }
        }
    }

    private ImmutableArray<(string Key, SourceNode Node)> OfOtherKind(SourceNode device, Driver driver, string path)
    {
        var others = DeviceKeys.OfOtherKind(driver);
        var own = driver.Settings.Select(static setting => setting.Key).ToArray();
        ImmutableArray<(string Key, SourceNode Node)> found =
        [
            .. device.Children.Where(child => others.Contains(child.Key, StringComparer.Ordinal)
                && !own.Contains(child.Key, StringComparer.Ordinal)),
        ];
        foreach (var (key, node) in found)
        {
            surroundings.Faults.Add(node.Origin, $"{path}.{key}", driver switch
            {
                I2cDriver => $"{driver.Name} sits on an I²C bus and has no {key}; use bus and address",
                _ when DeviceKeys.OfPolling.Contains(key, StringComparer.Ordinal) =>
                    $"{driver.Name} talks of its own accord and has no {key}",
                _ => $"{driver.Name} sits on a serial port and has no {key}; use port",
            });
        }

        return found;
    }

    private void CheckEntities(SourceNode entities, string path, Driver? driver)
    {
        var known = driver?.Entities(SettingValues.Defaults).Select(static entity => entity.Key).ToArray() ?? [];
        foreach (var (key, node) in entities.Children)
        {
            var place = $"{path}.{Entities}.{key}";
            if (IsKey(key, node, place) && known.Length > 0 && !known.Contains(key, StringComparer.Ordinal))
            {
                var meant = Nearest.To(key, known);
                surroundings.Faults.Add(node.Origin, place, $"{driver!.Name} has no such entity"
                    + (meant is null ? $"; it has {string.Join(", ", known)}" : Nearest.Hint(meant)));
            }

            if (node.Child(DeviceKeys.Area.Key) is { } area)
            {
                surroundings.Faults.Add(area.Origin, $"{place}.{DeviceKeys.Area.Key}",
                    $"Home Assistant takes areas for whole devices only; set {path}.{DeviceKeys.Area.Key}");
            }

            CheckMap(node, place, EntityKeys.Section, [.. node.Children.Where(static child => child.Key == DeviceKeys.Area.Key)]);
        }
    }

    // Entities that the user makes up: any key will do.
    private void CheckMadeUp(SourceNode entities, string path, KeySet keys)
    {
        foreach (var (key, node) in entities.Children)
        {
            var place = $"{path}.{key}";
            IsKey(key, node, place);
            CheckMap(node, place, keys, []);
        }
    }

    private bool IsKey(string key, SourceNode node, string place)
    {
        var fits = TextForm.IsEntityKey(key);
        if (!fits)
        {
            surroundings.Faults.Add(node.Origin, place, $"not a key of an entity; expected {TextForm.EntityKey}");
        }

        return fits;
    }

    // Keys of ignored are judged elsewhere, or cannot be judged.
    private void CheckMap(
        SourceNode map, string path, KeySet keys, ImmutableArray<(string Key, SourceNode Node)> ignored)
    {
        if (!IsMap(map, path))
        {
            return;
        }

        foreach (var (key, node) in map.Children)
        {
            var place = $"{path}.{key}";
            var setting = keys.Settings.FirstOrDefault(each =>
                AllKeys.Names(each).Contains(key, StringComparer.Ordinal));
            if (setting is not null)
            {
                CheckForm(node, place, setting);
            }
            else if (keys.Sections.FirstOrDefault(each => each.Name == key) is { } inner)
            {
                CheckMap(node, place, inner, []);
            }
            else if (!(keys.Name == Devices && key is Entities or Derived or Totals) && !ignored.Any(each => each.Key == key))
            {
                Unknown(node, path, key, [.. keys.Settings.SelectMany(AllKeys.Names), .. keys.Sections.Select(static each => each.Name)]);
            }
        }
    }

    private void CheckForm(SourceNode node, string place, Setting setting)
    {
        if (setting.Form == SettingForm.Map && node.Kind == NodeKind.Map)
        {
            CheckEntries(node, place, setting);
            return;
        }

        // Lists of numbers are judged by what they read as.
        var isList = node.Kind == NodeKind.List && (setting.Form is SettingForm.Numbers or SettingForm.Pairs
            || (setting.Form == SettingForm.List && node.Items.All(static item => item.Text is not null)));
        if (node.Kind != NodeKind.Scalar && !isList)
        {
            surroundings.Faults.Add(node.Origin, place, $"expected {setting.Expected}, not a {Word(node)}");
        }
    }

    private void CheckEntries(SourceNode map, string path, Setting setting)
    {
        foreach (var (name, node) in map.Children)
        {
            var place = $"{path}.{name}";
            if (!TextForm.IsEntityKey(name))
            {
                surroundings.Faults.Add(node.Origin, place, $"not a name for an entry; expected {TextForm.EntityKey}");
            }

            CheckMap(node, place, new KeySet(setting.Key, setting.Help, setting.Entry), []);
        }
    }

    private bool IsMap(SourceNode node, string path)
    {
        if (node.Kind != NodeKind.Map && !node.IsUnset)
        {
            surroundings.Faults.Add(node.Origin, path, $"expected a mapping of keys, not a {Word(node)}");
        }

        return node.Kind == NodeKind.Map;
    }

    private void Unknown(SourceNode node, string path, string key, IEnumerable<string> candidates)
    {
        var place = path.Length == 0 ? key : $"{path}.{key}";
        var meant = Nearest.To(key, candidates) is not { } near ? Elsewhere(place, key)
            : path.Length == 0 ? near
            : $"{path}.{near}";
        if (source.IsShared)
        {
            var variable = meant is null ? null : EnvironmentProvider.NameOf(meant);
            surroundings.Faults.Warn(node.Origin, place, $"no key has this name{Nearest.Hint(variable)}");
        }
        else
        {
            surroundings.Faults.Add(node.Origin, place, $"no key has this name{Nearest.Hint(meant)}");
        }
    }

    // The same key in another section, or a path with a separator too few.
    private static string? Elsewhere(string place, string key)
    {
        var all = AllKeys.Paths
            .SelectMany(static section => section.Keys.Settings.SelectMany(AllKeys.Names)
                .Select(name => $"{section.Path}.{name}"))
            .ToArray();
        return all.FirstOrDefault(path => path.EndsWith($".{key}", StringComparison.Ordinal))
            ?? all.FirstOrDefault(path => path.Replace('.', '_') == place.Replace('.', '_'));
    }

    private static string Word(SourceNode node) => node.Kind switch
    {
        NodeKind.Map => "mapping",
        NodeKind.List => "list",
        _ => "single value",
    };
}
