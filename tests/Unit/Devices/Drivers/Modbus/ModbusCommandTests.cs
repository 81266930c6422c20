using System.Text.Json;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Profiles;
using Bridge.Unit.Devices.Buses.Modbus;

namespace Bridge.Unit.Devices.Drivers.Modbus;

/// <summary>What is written, byte for byte as the Modbus application protocol 1.1b3 has it (without checksums).</summary>
public sealed class ModbusCommandTests : ModbusStage
{
    private const string Heater = """
        { "entities": {
            "target": { "address": 1, "kind": "number", "factor": 0.5, "min": 0, "max": 60 },
            "energy": { "address": 4, "type": "u32", "kind": "number", "min": 0, "max": 100000 },
            "pump": { "table": "coil", "address": "0xAC", "kind": "switch" },
            "valve": { "table": "coil", "address": "0xAD", "kind": "switch", "write": "many" },
            "mode": { "address": 8, "kind": "select", "map": { "0": "off", "3": "heating" }, "write": "many" },
            "boost": { "address": 9, "bit": 2, "kind": "switch" },
            "reset": { "address": 10, "kind": "button", "value_on": "0xA5" } } }
        """;

    private readonly ICommandedDevice _device;

    public ModbusCommandTests()
    {
        using var document = JsonDocument.Parse(Heater);
        var profile = new ProfileReader((_, path, message) => throw new InvalidOperationException($"{path}: {message}"))
            .Read("heater", ProfileNode.Of(document.RootElement, "heater"))!;
        _device = (ICommandedDevice)DriverCatalog.Of(profile).Create(Line.Link(1, Timeout), SettingValues.Defaults, Time);
    }

    [Fact]
    public void Each_kind_is_written_by_its_function()
    {
        Exchange(Read(), Good); // else a question would go before the first write, to learn of echoes
        Execute("target", Value.Of(1.5m), "01 06 0001 0003", "01 06 0001 0003");
        Execute("energy", Value.Of(65538m), "01 10 0004 0002 04 00010002", "01 10 0004 0002");
        Execute("pump", Value.Of(true), "01 05 00AC FF00", "01 05 00AC FF00");
        Execute("pump", Value.Of(false), "01 05 00AC 0000", "01 05 00AC 0000");
        Execute("valve", Value.Of(true), "01 0F 00AD 0001 01 01", "01 0F 00AD 0001");
        Execute("mode", Value.Of("heating"), "01 10 0008 0001 02 0003", "01 10 0008 0001");
        Execute("reset", Value.Of(true), "01 06 000A 00A5", "01 06 000A 00A5");
    }

    [Fact]
    public void A_bit_is_set_in_what_the_register_holds()
    {
        var execute = Start("boost", Value.Of(true));
        Sent(1);
        Port.Deliver(Frame(Hex("01 03 02 A0A0")));
        Sent(2);
        Port.Deliver(Frame(Hex("01 06 0009 A0A4")));
        End(execute);

        Port.Written.Should().BeEquivalentTo(new[] { Frame(Hex("01 03 0009 0001")), Frame(Hex("01 06 0009 A0A4")) });
        execute.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Theory]
    [InlineData(1, "illegal function (exception 1)")]
    [InlineData(2, "illegal data address (exception 2)")]
    [InlineData(3, "illegal data value (exception 3)")]
    [InlineData(4, "server device failure (exception 4)")]
    [InlineData(6, "server device busy (exception 6)")]
    public void What_the_device_refuses_is_told_by_its_name(byte code, string name)
    {
        Exchange(Read(), Good);
        var execute = Start("target", Value.Of(1.5m));
        Sent(2);
        Port.Deliver(Frame(0x01, 0x86, code));
        End(execute);

        execute.Exception!.InnerException.Should().BeOfType<BusException>()
            .Which.Message.Should().Be($"/dev/ttyUSB0 unit 1: {name} for holding register 1");
    }

    [Fact]
    public void An_answer_that_tells_of_another_value_is_none()
    {
        Exchange(Read(), Good);
        var execute = Start("target", Value.Of(1.5m));
        Sent(2);
        Port.Deliver(Frame(Hex("01 06 0001 0004")));
        End(execute);

        execute.Exception!.InnerException.Should().BeOfType<BusException>();
    }

    [Fact]
    public void What_the_registers_cannot_hold_is_refused_and_not_written()
    {
        var execute = Start("target", Value.Of(1.3m));
        End(execute);

        execute.Exception!.InnerException.Should().BeOfType<BusException>()
            .Which.Message.Should().Be("/dev/ttyUSB0 unit 1: the registers of target cannot hold 1.3");
        Ports.Should().BeEmpty();
    }

    private void Execute(string key, Value value, string request, string answer)
    {
        var sent = Ports.Count == 0 ? 0 : Port.Written.Count;
        var execute = Start(key, value);
        Sent(sent + 1);
        Port.Deliver(Frame(Hex(answer)));
        End(execute);

        execute.IsCompletedSuccessfully.Should().BeTrue();
        Port.Written[sent].Should().Equal(Frame(Hex(request)));
    }

    private Task Start(string key, Value value) =>
        Pump.Start(() => _device.ExecuteAsync(new(key, value), CancellationToken.None).AsTask());

    private void End(Task execute) => Pump.Until(() => execute.IsCompleted, Step, "the command ends");

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
