using System.Collections.Immutable;

namespace Bridge.Devices.Profiles;

/// <summary>Reads profiles, and finds everything that is wrong with one at once.</summary>
/// <param name="fault">Told what is wrong: place, path of the key, message.</param>
/// <param name="nearest">Finds the word that was meant among those that there are; null when none is near.</param>
public sealed class ProfileReader(
    Action<string, string, string> fault, Func<string, IReadOnlyList<string>, string?>? nearest = null)
{
    private bool _good;

    /// <summary>Reads a profile; null when something is wrong with it, which has been told.</summary>
    /// <param name="name">Name of its file, without folder and ending.</param>
    /// <param name="root">What stands in it.</param>
    public MeterProfile? Read(string name, ProfileNode root)
    {
        _good = true;
        var map = new ProfileMap(root, string.Empty, this);
        map.CheckKeys([.. ProfileKeys.OfProfile.Select(static setting => setting.Key), ProfileKeys.Entities]);
        var profile = new MeterProfile(name)
        {
            Summary = map.Text(ProfileKeys.Summary) ?? $"Modbus device of the profile {name}",
            Source = map.Text(ProfileKeys.Source) ?? $"the profile {name}",
            Info = new()
            {
                Manufacturer = map.Text(ProfileKeys.Manufacturer),
                Model = map.Text(ProfileKeys.Model),
            },
            Line = new(map.Get(ProfileKeys.Baud), 8, map.Get(ProfileKeys.Parity), map.Get(ProfileKeys.StopBits)),
            Interval = map.Get(ProfileKeys.Interval),
            MaxRegisters = map.Get(ProfileKeys.MaxRegisters),
            MaxGap = map.Get(ProfileKeys.MaxGap),
            Registers = Registers(map),
        };
        if (_good && !profile.Registers.Any(static register => register is { IsRead: true, Every: 1 }))
        {
            map.Fault(ProfileKeys.Entities, "at least one must be read each time: no button, and without every");
        }

        return _good ? profile : null;
    }

    /// <summary>The word that was meant; null when none is near.</summary>
    internal string? Nearest(string word, IReadOnlyList<string> words) => nearest?.Invoke(word, words);

    /// <summary>Tells what is wrong; there is no profile then.</summary>
    internal void Fault(string place, string path, string message)
    {
        _good = false;
        fault(place, path, message);
    }

    private ImmutableArray<MeterRegister> Registers(ProfileMap map)
    {
        if (map.Entries(ProfileKeys.Entities) is not { } entries)
        {
            map.Fault(ProfileKeys.Entities, "expected a mapping with at least one entity");
            return [];
        }

        return
        [
            .. entries.Select(entry => new RegisterReader(
                entry.Key, new ProfileMap(entry.Node, $"{ProfileKeys.Entities}.{entry.Key}", this)).Read()),
        ];
    }
}
