using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Simulation;
using Bridge.TestSupport;

namespace Bridge.Unit.Devices.Simulation;

public sealed class SimulatedSdm120Tests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task The_driver_reads_it_and_its_values_belong_together()
    {
        var values = await ReadAsync();

        values["apparent_power"].Should().BeApproximately(values["power"] / values["power_factor"], 0.1m);
        (values["voltage"] * values["current"]).Should().BeApproximately(values["apparent_power"], 0.1m);
        values["voltage"].Should().BeInRange(229, 231);
        values["energy_total"].Should().Be(values["energy_import"]);
    }

    [Fact]
    public async Task Its_energy_is_that_of_its_power_and_never_falls()
    {
        var before = await ReadAsync();
        for (var minute = 0; minute < 60; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            var now = await ReadAsync();
            now["energy_total"].Should().BeGreaterThanOrEqualTo(before["energy_total"]);
        }

        // Six rounds of ten minutes at 900 W on average; a single has four decimals there.
        ((await ReadAsync())["energy_total"] - before["energy_total"]).Should().BeApproximately(0.9m, 0.01m);
    }

    private async Task<Dictionary<string, decimal>> ReadAsync()
    {
        var units = new Dictionary<byte, SimulatedUnit> { [1] = SimulatedSdm120.Unit(1, _time) };
        await using var line = new ModbusLine(
            "/dev/demo", new(115200), _ => ValueTask.FromResult<ISerialPort>(new SimulatedModbusLine(units)), TimeProvider.System);
        var driver = (ModbusDriver)DriverCatalog.Find("sdm120")!;
        var meter = driver.Create(line.Link(1, TimeSpan.FromSeconds(20)), SettingValues.Defaults, _time);
        return (await meter.ReadAsync(CancellationToken.None)).Values
            .ToDictionary(static each => each.Key, static each => each.Value.Number, StringComparer.Ordinal);
    }
}
