using System.Collections.Immutable;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Discovery;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Host.Link;
using Bridge.Host.Pipeline;
using Command = System.CommandLine.Command;

namespace Bridge.Host.Cli;

/// <summary><c>bridge check</c>: validates the configuration and prints what would run; touches no wire and no broker.</summary>
internal static class CheckCommand
{
    /// <summary>The command.</summary>
    public static Command Create(SourceOptions sources)
    {
        var command = new Command("check", "Checks the configuration and prints what would run.");
        sources.AddTo(command);
        command.SetAction(parsed => Check(sources.Request(parsed), Console.Out, Console.Error));
        return command;
    }

    /// <summary>Prints faults, or what would run.</summary>
    public static int Check(ConfigurationRequest request, TextWriter output, TextWriter errors)
    {
        var loader = new ConfigurationLoader(DriverCatalog.All) { Remembered = Remembered.Find };
        var loaded = loader.Load(request);
        foreach (var warning in loaded.Warnings)
        {
            errors.WriteLine($"warning: {warning.Origin}: {FaultPage.Line(warning)}");
        }

        if (loaded.Options is not { } options)
        {
            FaultPage.Write(errors, loaded);
            return ExitCode.Configuration;
        }

        output.WriteLine($"configuration  {loaded.File ?? "no file: environment, command line and defaults"}");
        output.WriteLine($"broker         {options.Mqtt.BrokerNames}"
            + (options.Mqtt.Username is { } user ? $" as {user}" : string.Empty));
        output.WriteLine($"topics         {options.Mqtt.TopicPrefix}/#");
        output.WriteLine(options.HomeAssistant.Discovery
            ? $"discovery      {options.HomeAssistant.DiscoveryPrefix}/device/{{instance}}_{{device}}/config"
            : "discovery      off");
        output.WriteLine($"state          {options.State.Path ?? "in memory"}");
        var topics = new Topics(options.Mqtt.TopicPrefix, options.HomeAssistant.DiscoveryPrefix);
        var store = Remembered.Find(options.State);
        foreach (var device in options.Devices)
        {
            Write(output, device, topics);
            foreach (var (what, now, configured) in Adjustments.DifferencesOf(
                device, store?.FindKept(device.Id) ?? ImmutableSortedDictionary<string, string>.Empty))
            {
                output.WriteLine($"  set           {what} is {now}, as set from Home Assistant; the configuration says {configured}");
            }
        }

        output.WriteLine();
        output.WriteLine($"The configuration is good: {options.Devices.Length} devices.");
        return ExitCode.Clean;
    }

    private static string Pace(DeviceOptions device)
    {
        if (device.Schedule is { } schedule)
        {
            return $"at {schedule} ({TimeZoneInfo.Local.Id})";
        }

        return device.Driver is StreamDriver && device.Interval == TimeSpan.Zero
            ? "each telegram"
            : $"every {DurationText.Write(device.Interval)}"
                + (device.Jitter > TimeSpan.Zero ? $" ± {DurationText.Write(device.Jitter)}" : string.Empty);
    }

    private static void Write(TextWriter output, DeviceOptions device, Topics topics)
    {
        var place = device.Bus is { } bus ? $"{bus} 0x{device.Address:x2}" : $"{device.Port} {device.Line}"
            + (device.Driver is ModbusDriver ? $" unit {device.Unit}" : string.Empty);
        output.WriteLine();
        output.WriteLine($"{device.Id}  {device.Driver.Name} on {place}, {Pace(device)}"
            + (device.Enabled ? string.Empty : ", switched off"));
        output.WriteLine($"  state         {topics.State(device.Id)}");
        output.WriteLine($"  availability  {topics.Availability(device.Id)}");
        output.WriteLine($"  diagnostics   {topics.Diagnostics(device.Id)}");
        var entities = device.Driver.Entities(device.Settings);
        if (entities.IsEmpty)
        {
            output.WriteLine("  entities      as the device tells them");
        }

        var shown = device.Shown();
        foreach (var entity in entities.Concat(device.Derived.Select(static derived => derived.Entity)))
        {
            output.WriteLine($"  entity        {Named(entity, device, shown)}");
        }

        foreach (var total in device.Totals)
        {
            output.WriteLine($"  entity        {Named(total.Entity, device, shown)}, {total.Kind.ToString().ToLowerInvariant()} of {total.From}");
        }

        var adjustments = new Adjustments(device);
        adjustments.SetEntities([.. entities.Select(adjustments.Announced)]);
        foreach (var own in adjustments.Own)
        {
            output.WriteLine($"  entity        {Named(own.Entity, device, shown)}, set from Home Assistant");
        }
    }

    private static string Named(
        Entity entity, DeviceOptions device, IReadOnlyDictionary<string, EntityOverride> shown)
    {
        var unit = (shown.GetValueOrDefault(entity.Key)?.Over(entity) ?? entity).Unit;
        string[] parts =
        [
            unit is null ? entity.Key : $"{entity.Key} [{unit}]",
            .. device.WrittenBelow($"entities:{entity.Key}"),
        ];
        return string.Join(", ", parts);
    }
}
