using Bridge.Devices.Drivers;
using Bridge.Devices.Drivers.Serial.P1;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;

namespace Bridge.Unit.Devices.Drivers;

public sealed class DriverCatalogTests
{
    private static readonly string[] CommonKeys =
    [
        "id", "driver", "name", "area", "enabled", "interval", "jitter", "schedule", "retries", "timeout", "offline_after", "stale_after",
        "on_failure", "exit_after_stale", "tunable", "previous_id", "entities", "bus", "address", "port", "baud", "data_bits", "parity", "stop_bits", "unit",
    ];

    [Fact]
    public void Holds_every_driver_once_by_its_name()
    {
        DriverCatalog.All.Select(static driver => driver.Name)
            .Should().Equal("bme280", "dsmr", "lines", "modbus", "pcf8574", "sdm120", "sdm630", "sht3x");
        DriverCatalog.Find("bme280").Should().BeOfType<I2cDriver>();
        DriverCatalog.Find("nothing").Should().BeNull();
    }

    [Fact]
    public void Every_driver_says_what_it_is_and_where_that_is_known_from()
    {
        foreach (var driver in DriverCatalog.All)
        {
            driver.Name.Should().MatchRegex("^[a-z0-9_]+$");
            driver.Summary.Should().NotBeEmpty().And.NotEndWith(".");
            driver.Source.Should().NotBeEmpty();
            driver.Info.Model.Should().NotBeNullOrEmpty();
        }
    }

    [Fact]
    public void Settings_have_keys_of_their_own_and_readable_defaults()
    {
        foreach (var driver in DriverCatalog.All.Where(static driver => driver.Settings.Length > 0))
        {
            driver.Settings.Select(static setting => setting.Key).Should().OnlyHaveUniqueItems()
                .And.NotIntersectWith(CommonKeys).And.OnlyContain(static key => key.All(static letter => char.IsAsciiLetterLower(letter) || letter == '_'));
            foreach (var setting in driver.Settings.Where(static setting => setting.DefaultText is not null))
            {
                setting.Read(setting.DefaultText!).Should().NotBeNull("of {0} {1}", driver.Name, setting.Key);
            }
        }
    }

    [Fact]
    public void Entities_have_valid_keys_that_the_bridge_does_not_need_itself()
    {
        foreach (var entity in AllEntities())
        {
            entity.Key.Should().MatchRegex("^[a-z0-9][a-z0-9_]{0,62}$");
            Entity.ReservedKeys.Should().NotContain(entity.Key);
            (entity.Lowest ?? decimal.MinValue).Should().BeLessThan(entity.Highest ?? decimal.MaxValue);
            (entity.DeviceClass == "enum").Should().Be(entity.Options.Length > 0);
            (entity.Name ?? entity.DeviceClass).Should().NotBeNullOrEmpty();
        }
    }

    [Fact]
    public void Every_OBIS_code_has_one_entity_for_each_unit()
    {
        ObisCatalog.Rows.Select(static row => (row.Code, row.Entity.Unit, row.Form)).Should().OnlyHaveUniqueItems();
        foreach (var rows in ObisCatalog.Rows.GroupBy(static row => row.Entity.Key, StringComparer.Ordinal))
        {
            rows.Select(static row => row.Form).Distinct().Should().ContainSingle();
            rows.Select(static row => row.Entity.Unit).Distinct(StringComparer.Ordinal).Should().ContainSingle();
        }
    }

    [Fact]
    public void The_page_of_devices_is_that_of_the_catalogue()
    {
        var file = Path.Combine(Checkout.Root, "docs", "devices.md");
        var page = DevicesPage.Write(DriverCatalog.All);
        if (Environment.GetEnvironmentVariable("BRIDGE_UPDATE") == "1")
        {
            File.WriteAllText(file, page);
        }

        File.ReadAllText(file).Should().Be(page, "docs/devices.md is generated: run this test with BRIDGE_UPDATE=1");
    }

    private static IEnumerable<Entity> AllEntities() => DriverCatalog.All
        .SelectMany(static driver => driver.Entities(SettingValues.Defaults))
        .Concat(ObisCatalog.Rows.Select(static row => row.Entity))
        .Concat(MBusKind.All.Select(static kind => kind.Reading));
}
