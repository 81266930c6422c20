using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Store;

namespace Bridge.Unit.Host.Configuration;

/// <summary>A working directory of its own, two made-up drivers, and all sources.</summary>
public abstract class ConfigurationFixture : IDisposable
{
    internal static readonly Setting<int> Average = SettingOf.Integer("average", "Samples.", 1, 1, 16);
    internal static readonly Setting<int> Low = SettingOf.Integer("low", "Lower end.", 0, 0, 100);
    internal static readonly Setting<string> Key = SettingOf.Secret("key", "Key of the telegrams.");

    internal static readonly I2cDriver Chip = new("bme280", "A made-up chip.")
    {
        Source = "none",
        Addresses = [0x76, 0x77],
        DefaultInterval = TimeSpan.FromSeconds(60),
        Settings = [Average, Low],
        Check = static values => values.Get(Low) > values.Get(Average) ? ["low is above average"] : [],
        Entities = static _ => [new Entity("temperature"), new Entity("humidity")],
        Create = static (_, _, _) => throw new NotSupportedException(),
    };

    internal static readonly StreamDriver Meter = new("dsmr", "A made-up meter.")
    {
        Source = "none",
        Settings = [Key],
        Line = static _ => new LineSettings(115200),
        Create = static (_, _) => throw new NotSupportedException(),
    };

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private ImmutableArray<string> _sets = [];

    /// <summary>The device types there are.</summary>
    internal virtual IReadOnlyList<Driver> Drivers => [Chip, Meter];

    /// <summary>What earlier runs remembered.</summary>
    internal virtual IStateStore? Store => null;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("bridge-config").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    internal void Yaml(string text) => Write("bridge.yaml", text);

    internal void AddOn(string text) => Write("options.json", text);

    internal void Variable(string name, string value) => _environment[name] = value;

    internal void Set(string set) => _sets = _sets.Add(set);

    internal LoadedConfiguration Load(Func<ConfigurationRequest, ConfigurationRequest>? change = null)
    {
        var request = new ConfigurationRequest
        {
            Environment = _environment,
            WorkingDirectory = Folder,
            Sets = _sets,
            AddOnOptionsFile = Path.Combine(Folder, "options.json"),
            MountedFile = Path.Combine(Folder, "mounted.yaml"),
        };
        return new ConfigurationLoader(Drivers) { Remembered = _ => Store }.Load(change?.Invoke(request) ?? request);
    }

    internal BridgeOptions Good(Func<ConfigurationRequest, ConfigurationRequest>? change = null)
    {
        var loaded = Load(change);
        loaded.Faults.Should().BeEmpty();
        return loaded.Options!;
    }

    internal string[] Faults() => [.. Load().Faults.Select(Line)];

    internal string[] Warnings() => [.. Load().Warnings.Select(Line)];

    internal void TheOnlyFault(string expected) => Faults().Should().Equal(expected);

    internal static string Line(ConfigurationFault fault) => $"{fault.Origin}|{fault.Path}|{fault.Message}";
}
