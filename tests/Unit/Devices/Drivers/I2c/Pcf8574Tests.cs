using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Drivers.I2c;

public sealed class Pcf8574Tests
{
    private static readonly I2cDriver Driver = (I2cDriver)DriverCatalog.Find("pcf8574")!;
    private static readonly (string, string)[] Board = [("outputs", "relay_1=0, relay_2=1"), ("inputs", "door=4")];

    private readonly ScriptedLink _link = new(0x20);

    [Fact]
    public async Task Reads_all_lines_in_one_byte_where_low_is_on()
    {
        _link.Reads("FE");

        (await ReadAsync(Board)).Should().Equal(("relay_1", true), ("relay_2", false), ("door", false));
    }

    [Fact]
    public async Task High_is_on_where_so_configured()
    {
        _link.Reads("11");

        (await ReadAsync([.. Board, ("active_low", "false")]))
            .Should().Equal(("relay_1", true), ("relay_2", false), ("door", true));
    }

    [Fact]
    public async Task A_low_input_is_let_go_once_and_the_outputs_stay_as_they_are()
    {
        // Line 1 low: relay_2 is on. Line 4 low: a closed contact, or a 0 of somebody before us. Others are let go.
        _link.Reads("ED").Writes("FD").Reads("FD").Reads("ED");
        var chip = Create(Board);

        (await ReadAsync(chip)).Should().Equal(("relay_1", false), ("relay_2", true), ("door", false));
        (await ReadAsync(chip)).Should().Equal(("relay_1", false), ("relay_2", true), ("door", true));
        _link.Remaining.Should().Be(0);
    }

    [Theory]
    [InlineData("relay_1", true, "FF", "FE")]
    [InlineData("relay_1", false, "FE", "FF")]
    [InlineData("relay_2", true, "FE", "FC")]
    [InlineData("relay_2", true, "0E", "FC")]
    public async Task Sets_one_line_keeps_the_other_outputs_and_lets_all_else_go(
        string key, bool on, string before, string after)
    {
        _link.Reads(before).Writes(after).Reads(after);

        await Create(Board).ExecuteAsync(new(key, Value.Of(on)), CancellationToken.None);

        _link.Remaining.Should().Be(0);
    }

    [Fact]
    public async Task A_line_that_does_not_follow_is_a_fault_in_words()
    {
        _link.Reads("FF").Writes("FE").Reads("FF");

        var set = async () => await Create(Board).ExecuteAsync(new("relay_1", Value.Of(true)), CancellationToken.None);

        (await set.Should().ThrowAsync<BusException>()).Where(fault => fault.Fault == BusFault.InvalidValue)
            .WithMessage("*Line 0 (relay_1)*scripted 0x20*set low and stays high*");
    }

    [Theory]
    [InlineData("relay_1")]
    [InlineData("relay_1=8")]
    [InlineData("relay_1=-1")]
    [InlineData("Relay=1")]
    [InlineData("_r=1")]
    [InlineData("r=1,")]
    public void Lines_that_are_none_are_refused(string text) =>
        Driver.Settings.Single(static setting => setting.Key == "outputs").Read(text).Should().BeNull();

    [Theory]
    [InlineData("", "needs outputs, inputs or buttons")]
    [InlineData("a=1,b=1", "line 1 is used by a and b")]
    [InlineData("a=1,a=2", "a stands for more than one line")]
    public void Lines_that_do_not_go_together_are_told(string outputs, string expected) =>
        Driver.Check(outputs.Length == 0 ? SettingValues.Defaults : Settings([("outputs", outputs)]))
            .Should().ContainSingle().Which.Should().Contain(expected);

    [Fact]
    public void Outputs_are_switches_and_inputs_binary_sensors()
    {
        Driver.Entities(Settings(Board)).Select(static entity => (entity.Key, entity.Kind, entity.Name)).Should().Equal(
            ("relay_1", EntityKind.Switch, "Relay 1"),
            ("relay_2", EntityKind.Switch, "Relay 2"),
            ("door", EntityKind.BinarySensor, "Door"));
        Driver.Check(Settings(Board)).Should().BeEmpty();
    }

    [Fact]
    public void The_A_type_is_told_by_its_addresses()
    {
        Driver.Create(new ScriptedLink(0x27), Settings(Board), new ManualTime()).Info.Model.Should().Be("PCF8574");
        Driver.Create(new ScriptedLink(0x38), Settings(Board), new ManualTime()).Info.Model.Should().Be("PCF8574A");
    }

    private static SettingValues Settings(params (string Key, string Text)[] given) => new(given.ToDictionary(
        static each => each.Key,
        static each => Driver.Settings.Single(setting => setting.Key == each.Key).Read(each.Text)!,
        StringComparer.Ordinal));

    private static async Task<IEnumerable<(string Key, bool IsOn)>> ReadAsync(ICommandedDevice chip) =>
        (await chip.ReadAsync(CancellationToken.None)).Values.Select(static each => (each.Key, each.Value.Boolean));

    private Task<IEnumerable<(string Key, bool IsOn)>> ReadAsync((string, string)[] given) => ReadAsync(Create(given));

    private ICommandedDevice Create((string, string)[] given) =>
        (ICommandedDevice)Driver.Create(_link, Settings(given), new ManualTime());
}
