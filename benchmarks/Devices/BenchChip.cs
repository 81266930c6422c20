using Bridge.Devices.Simulation;

namespace Bridge.Benchmarks.Devices;

/// <summary>
/// A BME280's registers without its physics, so that the chip costs next to nothing: the calibration of a simulated chip,
/// and measured words that move a little with each measurement.
/// </summary>
internal sealed class BenchChip : ISimulatedChip
{
    private const int ControlMeasurement = 0xF4, Status = 0xF3, TemperatureMiddle = 0xFB;

    private readonly byte[] _registers = Powered();
    private int _pointer;

    /// <summary>How often it was asked for a measurement.</summary>
    public long Measurements { get; private set; }

    /// <inheritdoc/>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        _pointer = bytes[0];
        if (bytes is [.., ControlMeasurement, _])
        {
            Measurements++;
            _registers[TemperatureMiddle] += 3;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryRead(Span<byte> bytes)
    {
        _registers.AsSpan(_pointer, bytes.Length).CopyTo(bytes);
        return true;
    }

    private static byte[] Powered()
    {
        var time = new Frozen();
        var chip = new SimulatedBme280(static _ => new Climate(21.5, 101_325, 48), time);
        chip.TryWrite([0xF2, 0x01, ControlMeasurement, 0x25]); // one sample of each, forced
        time.Now += TimeSpan.TicksPerSecond;
        var registers = new byte[256];
        chip.TryWrite([0x00]);
        chip.TryRead(registers);
        registers[Status] = 0;
        return registers;
    }

    private sealed class Frozen : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
