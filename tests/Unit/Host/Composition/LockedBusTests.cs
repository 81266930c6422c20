using System.Collections.Concurrent;
using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Logging;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.Unit.Host.Runtime;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Composition;

/// <summary>Three chips on a bus whose lines hang for a while, with the bus's own thread.</summary>
public sealed class LockedBusTests : IAsyncDisposable
{
    private const string Down = "bus_down";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // a safety net, never waited for

    private readonly ManualTime _time = new();
    private readonly MemoryStateStore _store = new();
    private readonly RecordingLogger _log = new();
    private readonly ConcurrentQueue<DeviceError> _told = new();
    private readonly Bus _bus = new();
    private readonly DeviceHouse _house;
    private int _reading;

    public LockedBusTests()
    {
        var driver = new I2cDriver("chip", "a test")
        {
            Source = "test",
            Addresses = [0x44],
            Create = (link, _, _) => new Chip(this, link),
            Entities = static _ => [TestDevices.Temperature],
        };
        DeviceOptions Chip(string id, byte address) => TestDevices.Polled(TimeSpan.FromSeconds(10)) with
        {
            Id = id,
            Driver = driver,
            Address = address,
        };
        var options = new BridgeOptions { Devices = [Chip("a", 0x44), Chip("b", 0x45), Chip("c", 0x46)] };
        var equipment = new Equipment(new Loggers(_log), new LogLevelControl(LogLevel.Debug))
        {
            Wires = _bus,
            Time = _time,
        };
        _house = new(options, _store, new Outbox(_time), equipment) { Told = _told.Enqueue };
    }

    [Fact]
    public async Task A_bus_that_hangs_is_told_once_and_so_is_its_recovery()
    {
        _house.Start();
        await UntilAsync(() => _house.Devices.All(static device => device.Report.Readings > 0));

        _bus.Hangs = true;
        await UntilAsync(() => _house.Devices.All(static device => device.Report.Reason == Down));

        _house.Devices.Should().OnlyContain(static device =>
            device.Report.Status == DeviceStatus.Unavailable && !device.Report.Online);
        _told.Where(static error => error.Type == Down).Select(static error => error.Device).Distinct(StringComparer.Ordinal)
            .Should().ContainSingle("one device speaks for the bus");
        var lines = _log.AtLeast(LogLevel.Information).ToArray();
        lines.Where(static line => line.Contains(Down, StringComparison.Ordinal)
                && !line.Contains("times by now", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Contain("/dev/i2c-1: none of 0x44, 0x45, 0x46 finishes a transfer");
        lines.Where(static line => line.Contains("is offline", StringComparison.Ordinal)).Should().ContainSingle();

        _bus.Hangs = false;
        await UntilAsync(() => _house.Devices.All(static device => device.Report.Online));

        lines = [.. _log.AtLeast(LogLevel.Information).Skip(lines.Length)];
        lines.Where(static line => line.Contains("is online", StringComparison.Ordinal)).Should().ContainSingle();
    }

    public async ValueTask DisposeAsync()
    {
        await _house.StopAsync();
        await _house.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>Time goes by while nobody is in a reading: a transfer's time-out is not to be passed by accident.</summary>
    private async Task UntilAsync(Func<bool> condition)
    {
        for (var start = Environment.TickCount64; !condition();)
        {
            if (Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                throw new TimeoutException(string.Join('\n', _log.Lines));
            }

            if (Volatile.Read(ref _reading) == 0)
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
            }

            await Task.Yield();
        }
    }

    private sealed class Chip(LockedBusTests test, I2cLink link) : IPolledDevice
    {
        public DeviceInfo Info { get; } = new();

        public async ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref test._reading);
            try
            {
                await link.TransferAsync(new byte[] { 0 }, new byte[1], cancellationToken);
                return new(test._time.GetUtcNow(), [new("temperature", Value.Of(21.5m))]);
            }
            finally
            {
                Interlocked.Decrement(ref test._reading);
            }
        }
    }

    private sealed class Bus : IWires, II2cBus
    {
        public volatile bool Hangs;

        public II2cBus OpenI2c(string path) => this;

        public ValueTask<ISerialPort> OpenSerialAsync(string port, LineSettings line, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no line here");

        public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read)
        {
            if (Hangs)
            {
                throw new BusException(BusFault.Timeout, $"/dev/i2c-1 0x{address:x2}: no end in time");
            }
        }

        public void Dispose()
        {
        }
    }

    private sealed class Loggers(ILogger logger) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
