using System.Text;
using Bridge.Devices.Drivers.Serial.P1;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Unit.Devices.Drivers;

/// <summary>Writes docs/devices.md from the catalogue.</summary>
internal static class DevicesPage
{
    private const string Head = """
        # Devices

        This page is generated from the driver catalogue: `BRIDGE_UPDATE=1 dotnet test tests/Unit --filter DriverCatalog`.
        Keys that every device has (`name`, `area`, `interval`, `entities` …) stand in the configuration reference.


        """;

    public static string Write(IEnumerable<Driver> drivers)
    {
        var page = new StringBuilder(Head);
        var all = drivers.ToArray();
        page.Append("| driver | what it is |\n|---|---|\n");
        foreach (var driver in all)
        {
            page.Append($"| [`{driver.Name}`](#{driver.Name}) | {driver.Summary} |\n");
        }

        foreach (var driver in all)
        {
            page.Append($"\n## {driver.Name}\n\n{driver.Summary}.\n\nSource: {driver.Source}.\n");
            WriteExample(page, driver);
            WriteSettings(page, driver);
            WriteEntities(page, driver);
        }

        return page.ToString();
    }

    private static void WriteExample(StringBuilder page, Driver driver)
    {
        page.Append($"\n```yaml\ndevices:\n  my_{driver.Name}:\n    driver: {driver.Name}\n");
        page.Append(driver switch
        {
            I2cDriver chip => $"    bus: 1\n    address: 0x{chip.Addresses[0]:x2}\n    interval: "
                + $"{DurationText.Write(chip.DefaultInterval)}\n",
            ModbusDriver meter => "    port: /dev/serial/by-id/usb-FTDI_RS485-if00-port0\n    unit: 1\n    interval: "
                + $"{DurationText.Write(meter.DefaultInterval)}\n",
            _ => "    port: /dev/serial/by-id/usb-FTDI_P1-if00-port0\n",
        });
        foreach (var setting in driver.Settings.Where(static each => (each.Example ?? each.DefaultText) is not null))
        {
            page.Append($"    {setting.Key}: {setting.Example ?? setting.DefaultText}\n");
        }

        page.Append("```\n");
    }

    private static void WriteSettings(StringBuilder page, Driver driver)
    {
        page.Append("\n| key | value | default | |\n|---|---|---|---|\n");
        page.Append(driver switch
        {
            I2cDriver chip => "| `bus` | an I²C bus: its number, or `/dev/i2c-N` | | |\n"
                + $"| `address` | {string.Join(" or ", chip.Addresses.Select(static each => $"`0x{each:x2}`"))} | "
                + $"`0x{chip.Addresses[0]:x2}` | |\n",
            StreamDriver stream => "| `port` | a device path, or `tcp://host:port` | | "
                + $"The line is {Lines(stream)}. |\n",
            ModbusDriver meter => "| `port` | a device path, `tcp://host:port`, or `modbus-tcp://host` | | "
                + $"The line is {meter.Line} unless `baud`, `parity` … say otherwise; [other devices](modbus.md) may share it. |\n"
                + "| `unit` | a whole number from 1 to 247 | `1` | Its number on the line; over `modbus-tcp://` 0 and 255 too. |\n",
            _ => "",
        });
        foreach (var setting in driver.Settings)
        {
            page.Append($"| `{setting.Key}` | {setting.Expected} | {Code(setting.DefaultText)} | {setting.Help} |\n");
        }
    }

    private static string Code(string? text) => text is null ? "" : $"`{text}`";

    private static string Lines(StreamDriver stream)
    {
        var choice = stream.Settings.FirstOrDefault(static setting => setting.Form == SettingForm.Choice);
        var lines = (choice?.Choices ?? [])
            .GroupBy(word => stream.Line(new(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [choice!.Key] = choice.Read(word)!,
            })))
            .ToArray();
        return lines.Length < 2 ? stream.Line(SettingValues.Defaults).ToString() : string.Join(", ", lines
            .Select(static each => $"{each.Key} for {string.Join(" ", each.Select(static word => $"`{word}`"))}"));
    }

    private static void WriteEntities(StringBuilder page, Driver driver)
    {
        var known = driver.Entities(SettingValues.Defaults);
        if (known.Length > 0)
        {
            page.Append("\n| entity | class | unit | range |\n|---|---|---|---|\n");
            foreach (var entity in known)
            {
                var what = entity.CanBeSet ? $"{entity.Kind.ToString().ToLowerInvariant()}, can be set" : entity.DeviceClass;
                page.Append(
                    $"| `{entity.Key}`{(entity.EnabledByDefault ? "" : "*")} | {what} | {entity.Unit} | {Range(entity)} |\n");
            }
        }

        if (known.Any(static entity => !entity.EnabledByDefault))
        {
            page.Append("\nEntities marked * are switched off until enabled in Home Assistant.\n");
        }

        if (driver.Name == "dsmr")
        {
            WriteObis(page);
        }
    }

    private static string Range(Entity entity) => entity switch
    {
        { Lowest: null, Highest: null } => "",
        { Highest: null } => $"from {entity.Lowest}",
        { Lowest: null } => $"to {entity.Highest}",
        _ => $"{entity.Lowest} to {entity.Highest}",
    };

    private static void WriteObis(StringBuilder page)
    {
        page.Append("""

            Entities appear as the meter's telegrams show them. Energy, voltage and current keep the decimals that the meter
            sends; power is published in watts. Time stamps without a season letter (2.2 and 3) are placed by the daylight
            saving rule of the European Union. Telegrams that are encrypted (Luxembourg) must be decrypted before.
            Entities marked * are switched off until enabled in Home Assistant.

            | OBIS code | entity | name | class | unit |
            |---|---|---|---|---|

            """);
        foreach (var row in ObisCatalog.Rows)
        {
            WriteRow(page, row.Code, row.Entity);
        }

        foreach (var kind in MBusKind.All)
        {
            WriteRow(page, $"0-n:24.2.1, type {string.Join(", ", kind.Types)}", kind.Reading);
        }

        page.Append("""

            Each meter behind an M-Bus channel n also has `…_time` (when it was read)*, `…_serial`* and, where it has a valve,
            `…_valve`*. A second meter of the same kind has the keys `gas_2`, `gas_2_time` and so on, in the order of channels.
            A channel without a reading gets no entity.

            """);
    }

    private static void WriteRow(StringBuilder page, string code, Entity entity) => page.Append(
        $"| {code} | `{entity.Key}`{(entity.EnabledByDefault ? "" : "*")} | {entity.Name} | {entity.DeviceClass} | "
        + $"{entity.Unit} |\n");
}
