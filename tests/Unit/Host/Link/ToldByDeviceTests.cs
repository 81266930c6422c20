using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Link;

/// <summary>What a device tells of itself, and what the bridge tells of it, as Home Assistant sees it.</summary>
public sealed class ToldByDeviceTests : IDisposable
{
    private const string Document = "homeassistant/device/4f1a2b3c_meter/config";

    private readonly Household _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public void Serial_number_firmware_and_model_are_shown_once_they_are_known_and_after_a_restart()
    {
        _house.Start("bridge", Meter());
        Shown("serial_number").Should().BeNull();

        _house.Devices[0].Describe(
            new() { Model = "Meter 5", SerialNumber = "E0012", SoftwareVersion = "5.0", HardwareVersion = "b" }, []);
        _house.Settle();

        ShouldBeShown();
        _house.Stop();
        _house.Start("bridge", Meter());
        ShouldBeShown();
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void How_it_is_doing_is_told_while_it_is_offline()
    {
        _house.Start("bridge", Meter());
        _house.Home.State("sensor.meter_last_success").Should().Be("disabled");
        _house.Home.State("sensor.meter_errors").Should().Be("disabled");
        _house.Home.Enable();
        _house.Read(_house.Devices[0], 1m);
        _house.Settle();
        var last = _house.Home.State("sensor.meter_last_success");

        _house.Devices[0].Fail(BusFault.PortMissing, "no /dev/ttyUSB0");
        _house.Settle();

        _house.Home.State("sensor.meter_power").Should().Be("unavailable");
        _house.Home.State("sensor.meter_status").Should().Be("unavailable", "that is the word of the status");
        _house.KeptOn("bridge/meter/diagnostics").Should().Contain("\"status\":\"unavailable\"").And.Contain("no /dev/ttyUSB0");
        _house.Home.State("sensor.meter_errors").Should().Be("1");
        _house.Home.State("sensor.meter_last_success").Should().Be(last).And.EndWith("Z");
        _house.Home.Complaints.Should().BeEmpty();
    }

    private void ShouldBeShown()
    {
        Shown("model").Should().Be("Meter 5");
        Shown("serial_number").Should().Be("E0012");
        Shown("sw_version").Should().Be("5.0");
        Shown("hw_version").Should().Be("b");
    }

    private string? Shown(string key)
    {
        using var document = JsonDocument.Parse(_house.KeptOn(Document)!);
        return document.RootElement.GetProperty("device").TryGetProperty(key, out var value) ? value.GetString() : null;
    }

    private static DeviceOptions Meter() => new("meter", new StreamDriver("probe", "a test")
    {
        Source = "test",
        Line = static _ => new(9600),
        Create = static (_, _) => throw new InvalidOperationException("no wires here"),
        Entities = static _ => [new("power") { DeviceClass = "power", Unit = "W" }],
    })
    {
        Name = "Meter",
        Port = "/dev/null",
        StaleAfter = TimeSpan.FromDays(1),
        Written = "meter",
    };
}
