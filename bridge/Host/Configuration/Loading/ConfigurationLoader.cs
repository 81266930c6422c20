using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration.Keys;
using Bridge.Host.Configuration.Sources;
using Bridge.Store;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Reads the configuration from all sources and finds everything that is wrong with it at once.</summary>
/// <param name="drivers">The device types there are.</param>
internal sealed class ConfigurationLoader(IReadOnlyList<Driver> drivers)
{
    /// <summary>Finds what earlier runs remembered, for what devices tell of themselves; null where there is nothing.</summary>
    public Func<StateOptions, IStateStore?> Remembered { get; init; } = static _ => null;

    /// <summary>Reads and validates; throws nothing for what the user wrote.</summary>
    public LoadedConfiguration Load(ConfigurationRequest request)
    {
        var faults = new Faults();
        var (layers, file) = SourceFinder.Find(request, faults);
        var surroundings = new Surroundings(layers, faults, request.WorkingDirectory);
        var names = new DriverNames(drivers, new(Profiles(request, file), request.WorkingDirectory, faults));
        foreach (var source in layers.Sources)
        {
            foreach (var fault in source.Faults)
            {
                faults.Add(fault.Origin, fault.Path, fault.Message);
            }

            new KeyCheck(surroundings, names, source).Run();
        }

        var options = SectionReader.Read(surroundings, request) with
        {
            Devices = ReadDevices(surroundings, names),
        };
        ExpiryChecks.Run(options, surroundings);
        LearnedChecks.Run(options.Devices, surroundings, new(() => Remembered(options.State)));
        if (options.Devices.IsEmpty && faults.All.IsEmpty)
        {
            faults.Warn(file ?? "configuration", DeviceKeys.Common.Name, WithoutDevices(request, file));
        }

        return new LoadedConfiguration(faults.All.IsEmpty ? options : null, faults.All, faults.Warnings, file)
        {
            State = faults.All.All(static fault => fault.Path.StartsWith($"{DeviceKeys.Common.Name}.", StringComparison.Ordinal))
                ? options.State
                : null,
            IsNothingGiven = file is null && faults.All.IsEmpty && layers.Sources.All(static source =>
                source is EnvironmentProvider or CommandLineProvider && source.Root.Children.IsEmpty),
        };
    }

    private static string WithoutDevices(ConfigurationRequest request, string? file) =>
        file is not null ? "no devices are configured; name one, such as office: { driver: bme280, bus: 1 }"
        : File.Exists(request.AddOnOptionsFile)
            ? $"no devices are configured: name one in the add-on's options, or write {request.MountedFile}"
        : $"no devices are configured, and there is no {request.MountedFile} and no ./{SourceFinder.LocalFile}: "
            + "write one of them (README.md has an example), name a file with --config, or try 'bridge demo'";

    /// <summary>The folder of profiles: beside the configuration file, or where that would be.</summary>
    private static string Profiles(ConfigurationRequest request, string? file) => Path.Combine(
        Path.GetDirectoryName(file ?? (request.InContainer ? request.MountedFile : null)) ?? request.WorkingDirectory,
        ProfileFolder.Name);

    private static ImmutableArray<DeviceOptions> ReadDevices(Surroundings surroundings, DriverNames drivers)
    {
        var reader = new DeviceReader(surroundings, drivers);
        ImmutableArray<DeviceOptions> devices =
        [
            .. surroundings.Layers.Children(DeviceKeys.Common.Name)
                .Select(child => reader.Read(child.Key, child.Origin)).OfType<DeviceOptions>(),
        ];
        DeviceChecks.Run(devices, surroundings);
        return devices;
    }
}
