using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Runtime;

/// <summary>Device types made up for tests of the runtime.</summary>
internal static class TestDevices
{
    public static readonly Entity Temperature =
        new("temperature") { Unit = "°C", Decimals = 1, Lowest = -40, Highest = 85 };

    /// <summary>A stream that tells its entities itself.</summary>
    public static DeviceOptions Stream(params ImmutableArray<Entity> entities) => new("meter", new StreamDriver("stream", "a test")
    {
        Source = "test",
        Line = static _ => new(9600),
        Create = static (_, _) => throw new InvalidOperationException("made by the test"),
        Entities = _ => entities,
    })
    {
        Name = "Meter",
        Port = "/dev/ttyTEST",
    };

    /// <summary>A chip that is asked.</summary>
    public static DeviceOptions Polled(TimeSpan interval) => new("office", new I2cDriver("chip", "a test")
    {
        Source = "test",
        Addresses = [0x76],
        Create = static (_, _, _) => throw new InvalidOperationException("made by the test"),
        Entities = static _ => [Temperature],
    })
    {
        Name = "Office",
        Bus = "/dev/i2c-1",
        Address = 0x76,
        Interval = interval,
        Timeout = TimeSpan.FromSeconds(5),
        Retries = 0,
        StaleAfter = TimeSpan.FromMinutes(5),
    };
}
