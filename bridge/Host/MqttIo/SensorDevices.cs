using System.Collections.Immutable;
using System.Globalization;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Host.MqttIo;

/// <summary><c>sensor_modules</c> and <c>sensor_inputs</c>: a chip is a device, and each input an entity of it.</summary>
internal sealed class SensorDevices(DeviceDrafts devices, IReadOnlyList<Driver> drivers)
{
    private const int UsualInterval = 60;

    /// <summary>Writes a device for each module whose chip has a driver here.</summary>
    public void Write(ImmutableArray<ImportedMap> modules, ImmutableArray<ImportedMap> inputs)
    {
        foreach (var module in modules)
        {
            var name = module.Peek("name")!.Text;
            WriteOne(module, [.. inputs.Where(input => input.Peek("module")?.Text == name)]);
        }

        var names = modules.Select(static module => module.Peek("name")!.Text).ToArray();
        foreach (var input in inputs.Where(input => !names.Contains(input.Peek("module")?.Text, StringComparer.Ordinal)))
        {
            input.LeaveOutAll("no module of sensor_modules has the name that it gives");
        }
    }

    private void WriteOne(ImportedMap module, ImmutableArray<ImportedMap> inputs)
    {
        var kind = module.Peek("module")?.Text;
        if (drivers.OfType<I2cDriver>().FirstOrDefault(driver => driver.Name == kind) is not { } chip)
        {
            module.LeaveOutAll($"there is no driver for {kind ?? "a module without its kind"}");
            foreach (var input in inputs)
            {
                input.LeaveOutAll("its module was left out");
            }

            return;
        }

        devices.Begin(module, chip.Name);
        devices.Page.Line(DeviceDrafts.KeyLevel, "bus", ImportPage.Text(module.Take("i2c_bus_num") ?? "1"));
        if (module.Take("chip_addr") is { } address)
        {
            devices.Page.Line(DeviceDrafts.KeyLevel, "address", AddressText(address));
        }

        if (!inputs.IsEmpty)
        {
            devices.Page.Line(DeviceDrafts.KeyLevel, "interval", $"{inputs.Min(TakeInterval)}s");
        }

        module.Rest();
        WriteEntities(inputs, chip.Entities(SettingValues.Defaults));
    }

    private void WriteEntities(ImmutableArray<ImportedMap> inputs, ImmutableArray<Entity> entities)
    {
        var byKey = new Dictionary<string, ImportedMap>(StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            var key = input.Take("type") ?? entities.FirstOrDefault()?.Key ?? string.Empty;
            if (!entities.Any(entity => entity.Key == key))
            {
                input.LeaveOutAll($"the driver has no {key}; it has {string.Join(", ", entities.Select(static entity => entity.Key))}");
            }
            else if (!byKey.TryAdd(key, input))
            {
                input.LeaveOutAll($"{key} is shown once, for {byKey[key].Path}");
            }
        }

        foreach (var (key, input) in byKey)
        {
            devices.Was(key, "sensor", input.Peek("name")!.Text!);
        }

        if (byKey.Count > 0)
        {
            devices.Page.Line(DeviceDrafts.KeyLevel, "entities");
        }

        foreach (var (key, input) in byKey)
        {
            devices.Entity(input, key, "sensor", Own(input));
        }
    }

    private static List<(string Key, string Value)> Own(ImportedMap input)
    {
        var own = new List<(string Key, string Value)>();
        if (input.Take("digits") is { } digits)
        {
            own.Add(("precision", ImportPage.Text(digits)));
        }

        // What it tells Home Assistant comes over it.
        if (input.Take("unit_of_measurement") is { } unit
            && input.Peek("ha_discovery")?.Child("unit_of_measurement") is null)
        {
            own.Add(("unit", ImportPage.Text(unit)));
        }

        return own;
    }

    // All entities of a chip are read together: as often as the one that is read most often.
    private static int TakeInterval(ImportedMap input) =>
        int.TryParse(input.Take("interval"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds : UsualInterval;

    /// <summary>An address in the form in which data sheets have it.</summary>
    public static string AddressText(string text) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? $"0x{number:x2}" : ImportPage.Text(text);
}
