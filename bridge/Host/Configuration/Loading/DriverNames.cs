using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Loading;

/// <summary>The drivers that a device may name, and the profiles that one of them is made of.</summary>
internal sealed class DriverNames(IReadOnlyList<Driver> drivers, ProfileFolder profiles)
{
    /// <summary>The driver of that name; null for none.</summary>
    public Driver? Find(string name) => drivers.FirstOrDefault(driver => driver.Name == name);

    /// <summary>The driver of a device, made of its profile where it names one that can be used; null for none.</summary>
    /// <param name="layers">The sources.</param>
    /// <param name="device">The device's id.</param>
    public Driver? Of(Layers layers, string device) =>
        layers.Find($"devices:{device}:{DeviceKeys.Driver.Key}") is { } name && Find(name.Text) is { } driver
            ? WithProfile(driver, layers.Find($"devices:{device}:{DriverCatalog.Profile.Key}")?.Text, out _)
            : null;

    /// <summary>The driver, made of a profile where it needs one.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="profile">The profile's name; null for none.</param>
    /// <param name="missing">Why there is no such profile; else null.</param>
    public Driver WithProfile(Driver driver, string? profile, out string? missing)
    {
        missing = null;
        return profile is not null && driver.Settings.Contains(DriverCatalog.Profile)
            && profiles.Find(profile, out missing) is { } found ? DriverCatalog.Of(found) : driver;
    }

    /// <summary>What belongs there, in words.</summary>
    public string Expected => $"the name of a driver: {string.Join(" or ", drivers.Select(static driver => driver.Name))}";

    /// <summary>What to say of a name that no driver has.</summary>
    public string Unknown(string name)
    {
        var names = drivers.Select(static driver => driver.Name).ToArray();
        var meant = Nearest.To(name, names);
        return meant is null
            ? $"no driver has this name; there are {string.Join(", ", names)}"
            : $"no driver has this name; did you mean {meant}?";
    }
}
