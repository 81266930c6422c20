using Bridge.Devices.Drivers;
using Bridge.Devices.Drivers.Serial.P1;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Simulation;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Benchmarks;

/// <summary>
/// P1 telegrams from bytes to state documents: framing, CRC, decoding, the device's filters, the store in memory, JSON.
/// Everything the product does with a telegram, but for the line before it and the broker after it.
/// </summary>
internal sealed class PipelineBenchmark : IDeviceObserver
{
    /// <summary>Telegrams in one pass.</summary>
    public const int Telegrams = 1_000;

    /// <summary>As much as a serial port hands on at a time.</summary>
    private const int Chunk = 256;

    private static readonly DateTimeOffset Start = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly byte[][] _telegrams;
    private readonly IStreamDecoder _decoder;
    private readonly StreamSupervisor _supervisor;

    /// <summary>Makes telegrams and device.</summary>
    public PipelineBenchmark()
    {
        var meter = new P1Meter(seed: 1);
        _telegrams = [.. Enumerable.Range(0, Telegrams).Select(second => meter.Telegram(Start.AddSeconds(second)))];
        var driver = (StreamDriver)DriverCatalog.Find("dsmr")!;
        _decoder = driver.Create(SettingValues.Defaults, TimeProvider.System);
        var options = new DeviceOptions("meter", driver) { Name = "Meter", Port = "/dev/ttyUSB0" };
        var device = new Device(options, new MemoryStateStore(), this, TimeProvider.System);
        _supervisor = new(device, new SimulatedWires(), _decoder, NullLogger.Instance, TimeProvider.System);
    }

    /// <summary>State documents written since the beginning.</summary>
    public int States { get; private set; }

    /// <summary>Bytes of those.</summary>
    public long StateBytes { get; private set; }

    /// <summary>Bytes of all telegrams of one pass.</summary>
    public int TelegramBytes => _telegrams.Sum(static telegram => telegram.Length);

    /// <summary>All telegrams through the whole pipeline.</summary>
    public void Run()
    {
        foreach (var telegram in _telegrams)
        {
            for (var at = 0; at < telegram.Length; at += Chunk)
            {
                _decoder.Consume(telegram.AsSpan(at, Math.Min(Chunk, telegram.Length - at)), _supervisor);
            }
        }
    }

    /// <summary>The same telegrams, CRC and search for line ends only: the least that any reader of P1 has to do.</summary>
    public int RunYardstick()
    {
        var sum = 0;
        foreach (var telegram in _telegrams)
        {
            sum += P1Crc.Of(telegram.AsSpan(0, telegram.AsSpan().LastIndexOf((byte)'!') + 1));
            foreach (var line in telegram.AsSpan().Split((byte)'\n'))
            {
                sum += line.End.Value;
            }
        }

        return sum;
    }

    void IDeviceObserver.Changed(Device device, Changes changes)
    {
        // The first telegram also describes the meter; only those with values count as a state.
        if (changes.HasFlag(Changes.State) && !changes.HasFlag(Changes.Document))
        {
            States++;
            StateBytes += device.WriteState().Length;
        }
    }

    void IDeviceObserver.Faulted(Device device, FaultNotice notice) =>
        throw new InvalidOperationException($"The benchmark's telegrams are good, but: {notice.Message}");

    void IDeviceObserver.Recovered(Device device, Recovery recovery)
    {
    }
}
