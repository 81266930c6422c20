using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Devices.Profiles;
using Bridge.Host.Configuration.Loading;

namespace Bridge.Unit.Devices.Profiles;

public sealed class ProfileReaderTests
{
    private readonly List<string> _faults = [];

    [Fact]
    public void Reads_all_that_a_profile_says()
    {
        var profile = Read("""
            { "manufacturer": "Acme", "model": "Heater 3", "summary": "A heater", "source": "its manual",
              "baud": 19200, "parity": "even", "stop_bits": 2, "interval": "30s", "max_registers": 10, "max_gap": 4,
              "entities": {
                "flow_temperature": { "address": "0x10", "type": "i16", "factor": 0.1, "unit": "°C",
                  "device_class": "temperature", "state_class": "measurement", "decimals": 1, "min": -40, "max": 120 },
                "starts": { "address": 20, "type": "u32", "word_order": "low_first", "table": "input" },
                "pump": { "address": 3, "table": "coil", "device_class": "running" } } }
            """)!;

        profile.Info.Should().Be(new DeviceInfo { Manufacturer = "Acme", Model = "Heater 3" });
        profile.Line.Should().Be(new LineSettings(19200, 8, Parity.Even, 2));
        profile.Should().BeEquivalentTo(
            new { Interval = TimeSpan.FromSeconds(30), MaxRegisters = 10, MaxGap = 4, Source = "its manual" });
        profile.Registers.Select(static each => (each.Table, (int)each.Address, each.Type, each.Order, each.Factor))
            .Should().Equal(
                (ModbusTable.HoldingRegisters, 16, RegisterType.I16, default, 0.1m),
                (ModbusTable.InputRegisters, 20, RegisterType.U32, new RegisterOrder(true, false), 1m),
                (ModbusTable.Coils, 3, RegisterType.Bit, default, 1m));
        profile.Registers[0].Entity.Should().Be(new Entity("flow_temperature")
        {
            Name = "Flow temperature",
            DeviceClass = "temperature",
            Unit = "°C",
            StateClass = StateClass.Measurement,
            Decimals = 1,
            DisplayPrecision = 1,
            Lowest = -40,
            Highest = 120,
        });
        profile.Registers[2].Entity.Kind.Should().Be(EntityKind.BinarySensor);
    }

    [Fact]
    public void Tells_everything_that_is_wrong_at_once()
    {
        Read("""
            { "baud": "fast", "colour": "red", "entities": {
                "Power": { "address": 1 },
                "energy": { "type": "u33", "address": 70000 },
                "status": { "address": 1 },
                "current": { "factor": "a", "min": 5, "max": 1 },
                "voltage": "230" } }
            """).Should().BeNull();

        _faults.Should().BeEquivalentTo(
            "baud: 'fast' does not fit; expected a whole number from 50 to 4000000",
            "colour: no key has this name; there are summary, source, manufacturer, model, baud, parity, stop_bits, "
                + "interval, max_registers, max_gap, entities",
            "entities.Power: not a key of an entity; expected a to z, 0 to 9 and _, at most 63 characters",
            "entities.energy.type: 'u33' does not fit; expected one of u16, i16, u32, i32, u64, i64, float32, float64, bit, "
                + "ascii; did you mean u32?",
            "entities.energy.address: '70000' does not fit; expected an address from 0 to 65535 or 0x0000 to 0xFFFF, "
                + "counted from 0",
            "entities.current.factor: 'a' does not fit; expected a number from -1000000 to 1000000, not 0",
            "entities.current: min (5) is not below max (1)",
            "entities.current.address: address is missing; expected an address from 0 to 65535 or 0x0000 to 0xFFFF, "
                + "counted from 0",
            "entities.status: status is a name that the bridge needs itself; choose another one",
            "entities.voltage: expected a mapping of keys",
            "entities.voltage.address: address is missing; expected an address from 0 to 65535 or 0x0000 to 0xFFFF, "
                + "counted from 0");
    }

    [Theory]
    [InlineData("'fctor': 2", "fctor: no key has this name; did you mean factor?")]
    [InlineData("'table': 'coil', 'factor': 2", "factor: no key has this name; there are table, address, kind, name, "
        + "device_class, category, enabled, value_on, value_off, write, every")]
    [InlineData("'type': 'ascii'", "length: length is missing; expected a whole number from 1 to 125")]
    [InlineData("'length': 2", "length: only ascii has a length")]
    [InlineData("'type': 'ascii', 'length': 2, 'kind': 'switch'", "kind: a text can only be a sensor")]
    [InlineData("'bit': 1, 'mask': 1", "bit: bit and mask are both given; keep one of them")]
    [InlineData("'mask': '0x101'", "mask: '0x101' does not fit; expected bits side by side, such as 0x00F0")]
    [InlineData("'mask': '0x10000'", "mask: 0x10000 has more bits than the type")]
    [InlineData("'type': 'float32', 'mask': 1", ": only whole numbers have a bit or a mask")]
    [InlineData("'unavailable': '0x10000'", "unavailable: 65536 does not fit into 16 bits")]
    [InlineData("'unavailable': [1, 'none']", "unavailable: '1,none' does not fit; expected one or more whole numbers, such as "
        + "0x8000 or [0x7FFF, 0xFFFF]")]
    [InlineData("'map': { 'a': 'idle' }", "map: a does not fit; expected a number and its text, each once, such as 0: idle")]
    [InlineData("'map': { '0': 'idle', '0x0': 'off' }", "map: 0x0 does not fit; expected a number and its text, each once, "
        + "such as 0: idle")]
    [InlineData("'kind': 'select'", "map: a select needs a map of what the numbers stand for, such as { 0: idle, 1: heating }")]
    [InlineData("'kind': 'select', 'map': { '70000': 'far' }", "map: the register cannot hold 70000")]
    [InlineData("'table': 'input', 'kind': 'switch'", "kind: only coils and holding registers can be set; "
        + "give it table: holding or coil")]
    [InlineData("'table': 'coil', 'kind': 'number'", "kind: a bit is no number; make it a switch")]
    [InlineData("'table': 'coil', 'kind': 'switch', 'value_on': 2", "value_on: the coil cannot hold 2")]
    [InlineData("'kind': 'switch', 'value_off': -1", "value_off: the register cannot hold -1")]
    [InlineData("'kind': 'number', 'min': 0", ": a number needs min and max")]
    [InlineData("'kind': 'number', 'factor': 0.1, 'min': 5.05, 'max': 7",
        "min: the register cannot hold 5.05: its numbers are multiplied by 0.1")]
    [InlineData("'kind': 'number', 'factor': 0.5, 'offset': -40, 'min': -41, 'max': 7",
        "min: the register cannot hold -41: its numbers are multiplied by 0.5, and -40 is added")]
    [InlineData("'kind': 'number', 'min': 0, 'max': 70000", "max: the register cannot hold 70000: its numbers are multiplied by 1")]
    [InlineData("'kind': 'number', 'factor': 0.5, 'min': 0, 'max': 7, 'step': 0.7",
        "step: the register cannot hold 0.7: its numbers are multiplied by 0.5")]
    [InlineData("'step': 2", "step: only a number that can be set has step")]
    [InlineData("'write': 'many'", "write: only what can be set has write")]
    [InlineData("'value_on': 2", "value_on: only a switch, a binary_sensor or a button has value_on")]
    [InlineData("'kind': 'button', 'value_off': 2", "value_off: only a switch or a binary_sensor has value_off")]
    [InlineData("'kind': 'number', 'min': 0, 'max': 1, 'map': { '0': 'a' }", "map: only a sensor or a select has map")]
    public void What_does_not_go_together_is_told(string keys, string fault)
    {
        Read($$"""{ "entities": { "a": { "address": 1, {{keys.Replace('\'', '"')}} }, "b": { "address": 2 } } }""").Should().BeNull();
        _faults.Should().Equal(fault.StartsWith(':') ? $"entities.a{fault}" : $"entities.a.{fault}");
    }

    [Theory]
    [InlineData("'kind': 'button'")]
    [InlineData("'every': 2")]
    public void Something_is_read_each_time(string keys)
    {
        Read($$"""{ "entities": { "a": { "address": 1, {{keys.Replace('\'', '"')}} } } }""").Should().BeNull();
        _faults.Should().Equal("entities: at least one must be read each time: no button, and without every");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "entities": {} }""")]
    [InlineData("""{ "entities": [1] }""")]
    public void A_profile_has_an_entity_at_least(string json)
    {
        Read(json).Should().BeNull();
        _faults.Should().Equal("entities: expected a mapping with at least one entity");
    }

    [Fact]
    public void A_value_ends_within_the_table()
    {
        Read("""{ "entities": { "a": { "address": 65535, "type": "u32" } } }""").Should().BeNull();
        _faults.Should().Equal("entities.a: its last register would lie beyond 65535");
    }

    private MeterProfile? Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new ProfileReader((_, path, message) => _faults.Add($"{path}: {message}"), Nearest.To)
            .Read("test", ProfileNode.Of(document.RootElement, "test"));
    }
}
