using Bridge.Devices.Model;
using Bridge.Devices.Simulation;
using Bridge.EndToEnd.Scenes;
using Bridge.TestSupport.Wires;

namespace Bridge.EndToEnd;

/// <summary>Modbus devices at the other end of a pseudo-terminal and of a gateway.</summary>
public sealed class ModbusTests : IAsyncLifetime
{
    private const string Heater = """
        manufacturer: Acme
        entities:
          flow_temperature: { address: 0x10, type: i16, factor: 0.1, unit: °C, device_class: temperature }
          target: { address: 0x12, kind: number, factor: 0.5, unit: °C, min: 5, max: 30 }
          mode: { address: 0x13, kind: select, map: { 0: standby, 2: heating } }
          pump: { address: 3, table: coil, kind: switch }
          fault: { address: 4, table: discrete }
        """;

    private readonly SimulatedUnit _heater = new SimulatedUnit()
        .With(ModbusTable.HoldingRegisters, 0x10, 0xFFF1) // -1.5 °C
        .With(ModbusTable.HoldingRegisters, 0x12, 41, 2)
        .With(ModbusTable.Coils, 3, 0)
        .With(ModbusTable.DiscreteInputs, 4, 1);

    private Scene _scene = null!;
    private Listener _listener = null!;

    public async Task InitializeAsync()
    {
        _scene = await Scene.OpenAsync();
        _listener = await _scene.ListenAsync();
        Directory.CreateDirectory(Path.Combine(_scene.Folder, "profiles"));
        Profile(Heater);
    }

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_device_of_the_user_s_own_is_read_goes_silent_and_comes_back()
    {
        Boiler(_scene.Line.Path);
        using var slave = ModbusSlave.OnLine(_scene.Line, Units(2, _heater));
        _scene.Start();

        await _listener.FirstAsync("bridge/boiler/state", static heard => heard.Payload ==
            """{"flow_temperature":-1.5,"target":20.5,"mode":"heating","pump":false,"fault":true}""");
        await _listener.FirstAsync("bridge/boiler/availability", "online");
        var silent = _listener.Count;
        slave.IsMute = true;

        await _listener.FirstAsync("bridge/boiler/availability", "offline", silent);
        var diagnostics = await _listener.FirstAsync(
            "bridge/boiler/diagnostics", static heard => heard["reason"] == "timeout", silent);
        diagnostics["last_error"].Should().StartWith($"{_scene.Line.Path} unit 2: no answer for ");
        var back = _listener.Count;
        _heater.With(ModbusTable.HoldingRegisters, 0x10, 304);
        slave.IsMute = false;

        await _listener.FirstAsync("bridge/boiler/availability", "online", back);
        await _listener.StateAsync("boiler", "flow_temperature", "30.4", back);
    }

    [Fact]
    public async Task What_is_set_over_MQTT_is_written_and_read_back()
    {
        Boiler(_scene.Line.Path);
        using var slave = ModbusSlave.OnLine(_scene.Line, Units(2, _heater));
        _scene.Start();
        await _listener.FirstAsync("bridge/boiler/availability", "online");

        await SetAsync("pump", "ON", "True");
        _heater.Find(ModbusTable.Coils, 3).Should().Be(1);
        await SetAsync("target", "21.5", "21.5");
        _heater.Find(ModbusTable.HoldingRegisters, 0x12).Should().Be(43);
        await SetAsync("mode", "standby", "standby");
        _heater.Find(ModbusTable.HoldingRegisters, 0x13).Should().Be(0);
        await SetAsync("pump", "OFF", "False");
        _heater.Find(ModbusTable.Coils, 3).Should().Be(0);

        var start = _listener.Count;
        await _listener.PublishAsync("bridge/boiler/target/set", "21.3");
        var result = await _listener.FirstAsync("bridge/boiler/result", static heard => heard["ok"] == "False", start);
        result["error"].Should().Contain("steps of 0.5");
        _heater.Find(ModbusTable.HoldingRegisters, 0x12).Should().Be(43);
    }

    [Fact]
    public async Task A_gateway_that_goes_away_and_comes_back_is_connected_anew()
    {
        var slave = ModbusSlave.OnTcp(Units(2, _heater));
        var port = slave.Port;
        Boiler($"modbus-tcp://127.0.0.1:{port}");
        _scene.Start();
        await _listener.StateAsync("boiler", "flow_temperature", "-1.5");
        await SetAsync("pump", "ON", "True");
        var gone = _listener.Count;
        slave.Dispose();

        await _listener.FirstAsync("bridge/boiler/availability", "offline", gone);
        await _listener.FirstAsync("bridge/boiler/diagnostics", static heard => heard["reason"] == "port_missing", gone);
        var back = _listener.Count;
        _heater.With(ModbusTable.HoldingRegisters, 0x10, 304);
        using var again = ModbusSlave.OnTcp(Units(2, _heater), port);

        await _listener.FirstAsync("bridge/boiler/availability", "online", back);
        await _listener.StateAsync("boiler", "flow_temperature", "30.4", back);
    }

    [Fact]
    public async Task A_profile_with_mistakes_ends_the_start_with_all_of_them()
    {
        Profile("entities:\n  flow: { address: 16, tpye: i16 }\n  pump:\n    addres: 3\n");
        Boiler("/dev/ttyUSB99");
        var bridge = _scene.Start();

        (await bridge.ExitAsync()).Should().Be(1);
        bridge.Errors.Should().Contain("profiles/heater.yaml:2").And.Contain("did you mean type?")
            .And.Contain("profiles/heater.yaml:4").And.Contain("did you mean address?");
    }

    private static Dictionary<byte, SimulatedUnit> Units(byte number, SimulatedUnit unit) => new() { [number] = unit };

    private void Profile(string text) => File.WriteAllText(Path.Combine(_scene.Folder, "profiles", "heater.yaml"), text);

    private void Boiler(string port) => _scene.Configure(
    [
        $"boiler: {{ driver: modbus, profile: heater, port: '{port}', unit: 2, interval: 200ms, timeout: 300ms, "
            + "offline_after: 2 }",
    ]);

    private async Task SetAsync(string entity, string payload, string state)
    {
        var start = _listener.Count;
        await _listener.PublishAsync($"bridge/boiler/{entity}/set", payload);
        await _listener.FirstAsync(
            "bridge/boiler/result", heard => heard["entity"] == entity && heard["ok"] == "True", start);
        await _listener.StateAsync("boiler", entity, state, start);
    }
}
