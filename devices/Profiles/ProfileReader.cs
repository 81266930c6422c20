using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Profiles;

/// <summary>Reads profiles, and finds everything that is wrong with one at once.</summary>
/// <param name="fault">Told what is wrong: place, path of the key, message.</param>
public sealed class ProfileReader(Action<string, string, string> fault)
{
    private bool _good;

    /// <summary>Reads a profile; null when something is wrong with it, which has been told.</summary>
    /// <param name="name">Name of its file, without folder and ending.</param>
    /// <param name="root">What stands in it.</param>
    public MeterProfile? Read(string name, ProfileNode root)
    {
        _good = true;
        CheckKeys(root, string.Empty, [.. ProfileKeys.OfProfile, ProfileKeys.Summary with { Key = ProfileKeys.Entities }]);
        var profile = new MeterProfile(name)
        {
            Summary = Text(root, ProfileKeys.Summary) ?? $"Modbus device of the profile {name}",
            Source = Text(root, ProfileKeys.Source) ?? $"the profile {name}",
            Info = new()
            {
                Manufacturer = Text(root, ProfileKeys.Manufacturer),
                Model = Text(root, ProfileKeys.Model),
            },
            Line = new(
                Get(root, ProfileKeys.Baud), 8, Get(root, ProfileKeys.Parity), Get(root, ProfileKeys.StopBits)),
            Interval = Get(root, ProfileKeys.Interval),
            MaxRegisters = Get(root, ProfileKeys.MaxRegisters),
            MaxGap = Get(root, ProfileKeys.MaxGap),
            Registers = Registers(root),
        };
        return _good ? profile : null;
    }

    private ImmutableArray<MeterRegister> Registers(ProfileNode root)
    {
        if (root.Child(ProfileKeys.Entities)?.Entries is not { Length: > 0 } entries)
        {
            Fault(root.Place, ProfileKeys.Entities, "expected a mapping with at least one entity");
            return [];
        }

        return [.. entries.Select(entry => Register(entry.Key, entry.Node))];
    }

    private MeterRegister Register(string key, ProfileNode node)
    {
        var path = $"{ProfileKeys.Entities}.{key}";
        if (!ProfileKeys.IsKey(key))
        {
            Fault(node.Place, path, "not a key of an entity; expected a to z, 0 to 9 and _, at most 63 characters");
        }

        CheckKeys(node, path, ProfileKeys.OfEntity);
        var table = Get(node, ProfileKeys.Table, path);
        var isBits = table is ModbusTable.Coils or ModbusTable.DiscreteInputs;
        var type = isBits ? RegisterType.Bit : Get(node, ProfileKeys.Type, path);
        var register = new MeterRegister(Entity(key, node, path, type), table, Get(node, ProfileKeys.Address, path), type)
        {
            LowFirst = Get(node, ProfileKeys.LowFirst, path),
            Factor = Get(node, ProfileKeys.Factor, path),
        };
        if (register.Address + register.Length > ushort.MaxValue + 1)
        {
            Fault(node.Place, path, "its second register would lie beyond 65535");
        }

        return register;
    }

    private Entity Entity(string key, ProfileNode node, string path, RegisterType type)
    {
        var isBit = type == RegisterType.Bit;
        var deviceClass = Text(node, ProfileKeys.DeviceClass, path);
        var lowest = Read(node, ProfileKeys.Lowest, path) as decimal?;
        var highest = Read(node, ProfileKeys.Highest, path) as decimal?;
        if (lowest >= highest)
        {
            Fault(node.Place, path, $"lowest ({lowest}) is not below highest ({highest})");
        }

        var decimals = isBit ? null : Read(node, ProfileKeys.Decimals, path) as int?;
        return new(key)
        {
            Kind = isBit ? EntityKind.BinarySensor : EntityKind.Sensor,
            Name = Text(node, ProfileKeys.Name, path) ?? (deviceClass == key ? null : NameOf(key)),
            DeviceClass = deviceClass,
            Unit = Text(node, ProfileKeys.Unit, path),
            StateClass = Get(node, ProfileKeys.StateClass, path),
            Decimals = decimals,
            DisplayPrecision = decimals,
            Lowest = lowest,
            Highest = highest,
            Category = Get(node, ProfileKeys.Diagnostic, path) ? EntityCategory.Diagnostic : EntityCategory.None,
            EnabledByDefault = Get(node, ProfileKeys.Enabled, path),
        };
    }

    private void CheckKeys(ProfileNode node, string path, ImmutableArray<Setting> known)
    {
        if (node.Entries is not { } entries)
        {
            Fault(node.Place, path, "expected a mapping of keys");
            return;
        }

        foreach (var (key, child) in entries.Where(entry => known.All(setting => setting.Key != entry.Key)))
        {
            Fault(
                child.Place,
                path.Length == 0 ? key : $"{path}.{key}",
                $"no key has this name; there are {string.Join(", ", known.Select(static setting => setting.Key))}");
        }
    }

    private T Get<T>(ProfileNode node, Setting<T> setting, string path = "")
        where T : notnull => Read(node, setting, path) is T value ? value : setting.Default;

    private string? Text(ProfileNode node, Setting<string> setting, string path = "") =>
        Read(node, setting, path) as string;

    private object? Read(ProfileNode node, Setting setting, string path)
    {
        var place = path.Length == 0 ? setting.Key : $"{path}.{setting.Key}";
        if (node.Child(setting.Key) is not { } given)
        {
            if (setting.Required)
            {
                Fault(node.Place, place, $"{setting.Key} is missing; expected {setting.Expected}");
            }

            return null;
        }

        var value = given.Text is { } text ? setting.Read(text) : null;
        if (value is null)
        {
            Fault(given.Place, place, $"the value does not fit; expected {setting.Expected}");
        }

        return value;
    }

    private void Fault(string place, string path, string message)
    {
        _good = false;
        fault(place, path, message);
    }

    // power_l1 is "Power L1".
    private static string NameOf(string key) => string.Join(' ', key.Split('_').Select(static (word, index) =>
        word is ['l', >= '1' and <= '9'] || (index == 0 && word.Length > 0) ? char.ToUpperInvariant(word[0]) + word[1..] : word));
}
