using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Drivers.I2c;

public sealed class Pcf8574ButtonTests
{
    private static readonly I2cDriver Driver = (I2cDriver)DriverCatalog.Find("pcf8574")!;

    private readonly ManualTime _time = new();
    private readonly ScriptedLink _link = new(0x20);

    [Fact]
    public async Task A_low_line_is_a_press()
    {
        var chip = Create(("buttons", "bell=4"), ("multi_press", "0s"));
        chip.LookInterval.Should().Be(TimeSpan.FromMilliseconds(20));

        (await LookAsync(chip, "FF FF EF EF FF FF")).Should().Equal("bell press_start", "bell press_end");
    }

    [Fact]
    public async Task A_high_line_is_where_so_configured()
    {
        var chip = Create(("buttons", "bell=4"), ("multi_press", "0s"), ("active_low", "false"));

        (await LookAsync(chip, "00 00 10 10 00 00")).Should().Equal("bell press_start", "bell press_end");
    }

    [Fact]
    public async Task Buttons_do_not_disturb_each_other()
    {
        var chip = Create(("buttons", "bell=4,stairs=5"), ("multi_press", "0s"));

        (await LookAsync(chip, "FF FF EF EF CF CF DF DF FF FF")).Should().Equal(
            "bell press_start", "stairs press_start", "bell press_end", "stairs press_end");
    }

    [Fact]
    public async Task After_a_time_without_a_look_a_button_that_is_down_tells_nothing()
    {
        var chip = Create(("buttons", "bell=4"), ("multi_press", "0s"));
        (await LookAsync(chip, "FF FF EF EF")).Should().Equal("bell press_start");

        _time.Advance(TimeSpan.FromSeconds(2));

        (await LookAsync(chip, "EF EF FF FF")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_line_with_a_button_is_let_go_once_and_has_no_value()
    {
        _link.Reads("EF").Writes("FF").Reads("EF");

        var reading = await Create(("buttons", "bell=4")).ReadAsync(CancellationToken.None);

        reading.Values.Should().BeEmpty();
        _link.Remaining.Should().Be(0);
    }

    [Fact]
    public void A_button_is_an_event_with_triggers()
    {
        var settings = Settings(("outputs", "lamp=0"), ("buttons", "front_door=4"));

        Driver.Check(settings).Should().BeEmpty();
        Driver.Entities(settings)[1].Should().BeEquivalentTo(new
        {
            Key = "front_door",
            Kind = EntityKind.Event,
            Name = "Front door",
            DeviceClass = "button",
            Options = new[] { "press_start", "press_end", "multi_press_end", "long_press_start", "long_press_end" },
            Abilities = Abilities.Trigger,
        });
        Driver.Check(Settings(("outputs", "lamp=4"), ("buttons", "bell=4")))
            .Should().Equal("line 4 is used by lamp and bell");
    }

    [Fact]
    public void Without_buttons_nobody_looks() => Create(("inputs", "door=4")).LookInterval.Should().Be(TimeSpan.Zero);

    private async Task<List<string>> LookAsync(IWatchedDevice chip, string lines)
    {
        var told = new List<string>();
        foreach (var sample in lines.Split(' '))
        {
            _link.Reads(sample);
            told.AddRange((await chip.LookAsync(CancellationToken.None)).Select(static each => $"{each.Key} {each.Type}"));
            _time.Advance(chip.LookInterval);
        }

        return told;
    }

    private IWatchedDevice Create(params (string Key, string Text)[] given) =>
        (IWatchedDevice)Driver.Create(_link, Settings(given), _time);

    private static SettingValues Settings(params (string Key, string Text)[] given) => new(given.ToDictionary(
        static each => each.Key,
        static each => Driver.Settings.Single(setting => setting.Key == each.Key).Read(each.Text)!,
        StringComparer.Ordinal));
}
