using System.Collections.Immutable;
using System.Globalization;

namespace Bridge.Host.MqttIo;

/// <summary><c>gpio_modules</c>, <c>digital_inputs</c> and <c>digital_outputs</c>: a chip is a device, each line an entity.</summary>
internal sealed class PinDevices(DeviceDrafts devices)
{
    private const string Chip = "pcf8574";
    private const int LineCount = 8;
    private static readonly TimeSpan Fastest = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes a device for each expander that has a driver here.</summary>
    public void Write(
        ImmutableArray<ImportedMap> modules, ImmutableArray<ImportedMap> inputs, ImmutableArray<ImportedMap> outputs)
    {
        ImmutableArray<Line> all =
        [
            .. outputs.Select(static map => new Line(map, IsOutput: true)),
            .. inputs.Select(static map => new Line(map, IsOutput: false)),
        ];
        foreach (var module in modules)
        {
            var name = module.Peek("name")!.Text;
            WriteOne(module, [.. all.Where(line => line.Map.Peek("module")?.Text == name)]);
        }

        var names = modules.Select(static module => module.Peek("name")!.Text).ToArray();
        foreach (var line in all.Where(line => !names.Contains(line.Map.Peek("module")?.Text, StringComparer.Ordinal)))
        {
            line.Map.LeaveOutAll("no module of gpio_modules has the name that it gives");
        }
    }

    private void WriteOne(ImportedMap module, ImmutableArray<Line> lines)
    {
        if (module.Peek("module")?.Text is not Chip)
        {
            module.LeaveOutAll($"there is no driver for {module.Peek("module")?.Text ?? "a module without its kind"}");
            foreach (var line in lines)
            {
                line.Map.LeaveOutAll("its module was left out");
            }

            return;
        }

        devices.Begin(module, Chip);
        devices.Page.Line(DeviceDrafts.KeyLevel, "bus", ImportPage.Text(module.Take("i2c_bus_num") ?? "1"));
        if (module.Take("chip_addr") is { } address)
        {
            devices.Page.Line(DeviceDrafts.KeyLevel, "address", SensorDevices.AddressText(address));
        }

        module.Rest();
        var isLow = lines.FirstOrDefault()?.IsInverted ?? true;
        var kept = Keep(lines, isLow);
        WriteInterval(kept);
        WriteList("outputs", kept.Where(static line => line.IsOutput));
        WriteList("inputs", kept.Where(static line => !line.IsOutput));
        devices.Page.Line(DeviceDrafts.KeyLevel, "active_low", isLow ? "true" : "false");
        foreach (var line in kept)
        {
            devices.Was(line.Key, line.IsOutput ? "output" : "input", line.Name);
        }

        if (!kept.IsEmpty)
        {
            devices.Page.Line(DeviceDrafts.KeyLevel, "entities");
        }

        foreach (var line in kept)
        {
            WriteEntity(line);
        }
    }

    private static ImmutableArray<Line> Keep(ImmutableArray<Line> lines, bool isLow)
    {
        var kept = ImmutableArray.CreateBuilder<Line>();
        foreach (var line in lines)
        {
            if (line.Number is null)
            {
                line.Map.LeaveOutAll($"its pin is not a number from 0 to {LineCount - 1}");
            }
            else if (line.IsInverted != isLow)
            {
                line.Map.LeaveOutAll("inverted (active_low) holds for all lines of a chip here, and the first one differs");
            }
            else if (kept.Any(other => other.Key == line.Key || other.Number == line.Number))
            {
                line.Map.LeaveOutAll("another line of the chip has its name or its pin");
            }
            else
            {
                kept.Add(line);
            }
        }

        return kept.ToImmutable();
    }

    private void WriteInterval(ImmutableArray<Line> lines)
    {
        var asked = lines.Select(static line => line.Map.Take("poll_interval"))
            .Where(static text => decimal.TryParse(text, CultureInfo.InvariantCulture, out _))
            .Select(static text => decimal.Parse(text!, CultureInfo.InvariantCulture)).ToArray();
        if (asked.Length > 0)
        {
            var milliseconds = Math.Max(asked.Min() * 1000, (decimal)Fastest.TotalMilliseconds);
            devices.Page.Line(
                DeviceDrafts.KeyLevel, "interval", string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0}ms"));
        }
    }

    private void WriteList(string key, IEnumerable<Line> lines)
    {
        var text = string.Join(", ", lines.Select(static line => $"{line.Key}={line.Number}"));
        if (text.Length > 0)
        {
            devices.Page.Line(DeviceDrafts.KeyLevel, key, $"[{text}]");
        }
    }

    private void WriteEntity(Line line)
    {
        var map = line.Map;
        var own = new List<(string Key, string Value)>();
        map.Take("pin");
        map.Take("inverted");
        if (line.Key != line.Name && map.Peek("ha_discovery")?.Child("name") is null)
        {
            own.Add(("name", ImportPage.Text(line.Name)));
        }

        if (map.Take("initial") is { } initial)
        {
            own.Add(("on_start", initial == "high" != line.IsInverted ? "'on'" : "'off'"));
        }

        DropDefaults(map);
        devices.Entity(map, line.Key, line.IsOutput ? "switch" : "binary_sensor", own);
    }

    private static void DropDefaults(ImportedMap map)
    {
        foreach (var (key, usual) in (ReadOnlySpan<(string, string)>)[("on_payload", "ON"), ("off_payload", "OFF")])
        {
            if (map.Peek(key)?.Text == usual)
            {
                map.Take(key);
            }
        }

        map.LeaveOut("states are true and false, and commands ON and OFF", "on_payload", "off_payload");
        if (map.TakeTruth("pullup") is not null && map.Peek("pulldown")?.Text is null)
        {
            map.Take("pulldown");
        }

        map.LeaveOut("the chip has pull-ups only, which are always on", "pulldown");
        map.LeaveOut("states are told after each start", "publish_initial");
        map.LeaveOut("a switch stays as it is set; let an automation switch it back", "timed_set_ms");
        map.LeaveOut(
            "lines are read at the device's interval",
            "interrupt", "interrupt_for", "interrupt_payload", "bouncetime", "poll_when_interrupt_for");
    }

    /// <summary>One line of a chip.</summary>
    private sealed record Line(ImportedMap Map, bool IsOutput)
    {
        public string Name { get; } = Map.Peek("name")!.Text!;

        public string Key { get; } = DeviceDrafts.KeyOf(Map.Peek("name")!.Text!);

        public bool IsInverted { get; } = Map.Peek("inverted")?.Text?.ToLowerInvariant() is "yes" or "true" or "on" or "y";

        public int? Number { get; } =
            int.TryParse(Map.Peek("pin")?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number < LineCount ? number : null;
    }
}
