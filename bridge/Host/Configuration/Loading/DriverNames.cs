using Bridge.Devices.Model;

namespace Bridge.Host.Configuration.Loading;

/// <summary>The drivers that a device may name.</summary>
internal sealed class DriverNames(IReadOnlyList<Driver> drivers)
{
    /// <summary>The driver of that name; null for none.</summary>
    public Driver? Find(string name) => drivers.FirstOrDefault(driver => driver.Name == name);

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
