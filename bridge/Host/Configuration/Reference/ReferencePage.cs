using System.Text;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Reference;

/// <summary>Writes <c>docs/configuration.md</c> from the declared keys.</summary>
internal static class ReferencePage
{
    private const string Opening = """
        # Configuration

        This page is generated from the program; a test keeps it so.

        ## Where it comes from

        From the strongest to the weakest; a key that a stronger source gives replaces the same key of a weaker one:

        1. the command line: `--set mqtt.port=1884`, as often as needed
        2. environment variables: `BRIDGE_MQTT__PORT=1884`
        3. the file `.env` in the working directory, or the one of `--env-file`
        4. the add-on's options, `/data/options.json`
        5. the YAML file: `--config FILE`, else the one that `BRIDGE_CONFIG` names, else `/config/bridge.yaml`, else
           `./bridge.yaml`
        6. the defaults below

        Devices are merged by their id, then key by key, so that one variable can change one key of one device. A key
        without a value (`host:`) is not set, in every source. Relative paths start in the working directory.

        **Variables** are `BRIDGE_` and the path with `__` between its levels, in upper or lower case. Everything is
        lower-cased, so the device id `living_room` is set by `BRIDGE_DEVICES__LIVING_ROOM__DRIVER=bme280`. A variable
        cannot name an id that has a `-`. Where a mapping or the list of devices belongs, the value may be JSON:
        `BRIDGE_DEVICES__OFFICE='{"driver":"bme280","bus":1}'`. A name under `BRIDGE_` that no key has is a warning, as
        other programs set such names too; everywhere else an unknown key is an error.

        **Secrets** can be given in a file: `password_file: /run/secrets/mqtt`, or `BRIDGE_MQTT__PASSWORD_FILE`. One
        line end at the end of the file is not part of the secret. To give both forms is an error.

        **Forms**: durations are `500ms`, `30s`, `5m`, `1h`, `2d` or a number of seconds; addresses are `0x76` or `118`;
        truth values are `true false on off yes no`. YAML anchors, aliases and tags are not supported.

        Everything that is wrong is reported at once, with file and line or the variable's name; the exit code is 1.
        `bridge check` does just this. `docs/bridge.schema.json` describes the file to an editor:
        `# yaml-language-server: $schema=docs/bridge.schema.json` as its first line.

        """;

    private const string Devices = """
        ## devices

        A mapping by id, or a list of mappings that have an `id`. An id has a to z, 0 to 9, `_` and `-`, at most 63
        characters, and begins with a letter or digit; `bridge` is reserved.

        ```yaml
        devices:
          office:
            driver: bme280
            bus: 1
            address: 0x76
            interval: 30s
            area: Office
            entities:
              temperature: { offset: -0.4, precision: 1 }
          meter:
            driver: dsmr
            port: /dev/serial/by-id/usb-FTDI_P1-if00-port0
        ```

        In the add-on's options, `mqtt.tls` is the group `mqtt_tls`, and a device has the common keys, and `options`: a text
        of YAML with the rest.

        """;

    /// <summary>The page.</summary>
    public static string Write(IReadOnlyList<Driver> drivers)
    {
        var page = new StringBuilder().AppendLf(Opening.ReplaceLineEndings("\n"));
        foreach (var (path, section) in AllKeys.Paths)
        {
            var level = path.Contains('.', StringComparison.Ordinal) ? "###" : "##";
            page.AppendLf($"{level} {path}").AppendLf(string.Empty).AppendLf(section.Help).AppendLf(string.Empty);
            page.AppendTable(section.Settings, path);
        }

        page.AppendLf(Devices.ReplaceLineEndings("\n"));
        page.AppendTable(DeviceKeys.Common.Settings, "devices.{id}");
        AppendEntities(page);
        foreach (var driver in drivers)
        {
            AppendDriver(page, driver);
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void AppendEntities(StringBuilder page)
    {
        page.AppendLf("### entities").AppendLf(string.Empty);
        page.AppendLf("What is set for single entities, below `devices.{id}.entities.{entity}`.");
        page.AppendLf(string.Empty);
        page.AppendTable(EntityKeys.Section.Settings, null);
        page.AppendLf($"{EntityKeys.OneEuro.Help} Below `devices.{{id}}.entities.{{entity}}.one_euro`:");
        page.AppendLf(string.Empty);
        page.AppendTable(EntityKeys.OneEuro.Settings, null);
        page.AppendLf("### derived").AppendLf(string.Empty);
        page.AppendLf("Entities that are calculated from others of the device, below `devices.{id}.derived.{entity}`;");
        page.AppendLf("[pipeline.md](pipeline.md) has examples.").AppendLf(string.Empty);
        page.AppendTable(DerivedKeys.Section.Settings, null);
        page.AppendLf("### totals").AppendLf(string.Empty);
        page.AppendLf("Entities that add up another one of the device, below `devices.{id}.totals.{entity}`;");
        page.AppendLf("[counters.md](counters.md) has examples.").AppendLf(string.Empty);
        page.AppendTable(TotalKeys.Section.Settings, null);
    }

    private static void AppendDriver(StringBuilder page, Driver driver)
    {
        page.AppendLf($"### driver: {driver.Name}").AppendLf(string.Empty);
        page.AppendLf(driver.Summary).AppendLf(string.Empty);
        page.AppendTable([.. DeviceKeys.OfKind(driver), .. driver.Settings], null);
        foreach (var map in driver.Settings.Where(static setting => setting.Form == SettingForm.Map))
        {
            page.AppendLf($"Each entry of `{map.Key}` has these keys.").AppendLf(string.Empty);
            page.AppendTable(map.Entry, null);
        }
    }
}
