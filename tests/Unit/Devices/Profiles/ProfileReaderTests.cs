using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Devices.Profiles;

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
                  "device_class": "temperature", "state_class": "measurement", "decimals": 1, "lowest": -40, "highest": 120 },
                "starts": { "address": 20, "type": "u32", "word_order": "low_first", "table": "input" },
                "pump": { "address": 3, "table": "coil", "device_class": "running" } } }
            """)!;

        profile.Info.Should().Be(new DeviceInfo { Manufacturer = "Acme", Model = "Heater 3" });
        profile.Line.Should().Be(new LineSettings(19200, 8, Parity.Even, 2));
        profile.Should().BeEquivalentTo(
            new { Interval = TimeSpan.FromSeconds(30), MaxRegisters = 10, MaxGap = 4, Source = "its manual" });
        profile.Registers.Select(static each => (each.Table, (int)each.Address, each.Type, each.LowFirst, each.Factor))
            .Should().Equal(
                (ModbusTable.HoldingRegisters, 16, RegisterType.I16, false, 0.1m),
                (ModbusTable.InputRegisters, 20, RegisterType.U32, true, 1m),
                (ModbusTable.Coils, 3, RegisterType.Bit, false, 1m));
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
                "current": { "factor": "a", "lowest": 5, "highest": 1 },
                "voltage": "230" } }
            """).Should().BeNull();

        _faults.Should().BeEquivalentTo(
            "baud: the value does not fit; expected a whole number from 50 to 4000000",
            "colour: no key has this name; there are summary, source, manufacturer, model, baud, parity, stop_bits, "
                + "interval, max_registers, max_gap, entities",
            "entities.Power: not a key of an entity; expected a to z, 0 to 9 and _, at most 63 characters",
            "entities.energy.type: the value does not fit; expected one of u16, i16, u32, i32, float32, bit",
            "entities.energy.address: the value does not fit; expected an address from 0 to 65535 or 0x0000 to 0xFFFF, "
                + "counted from 0",
            "entities.current.factor: the value does not fit; expected a number from -1000000 to 1000000",
            "entities.current: lowest (5) is not below highest (1)",
            "entities.current.address: address is missing; expected an address from 0 to 65535 or 0x0000 to 0xFFFF, "
                + "counted from 0",
            "entities.voltage: expected a mapping of keys",
            "entities.voltage.address: address is missing; expected an address from 0 to 65535 or 0x0000 to 0xFFFF, "
                + "counted from 0");
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
        _faults.Should().Equal("entities.a: its second register would lie beyond 65535");
    }

    private MeterProfile? Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new ProfileReader((_, path, message) => _faults.Add($"{path}: {message}"))
            .Read("test", ProfileNode.Of(document.RootElement, "test"));
    }
}
