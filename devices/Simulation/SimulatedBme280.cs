using System.Buffers.Binary;

namespace Bridge.Devices.Simulation;

/// <summary>
/// A Bosch BME280 at the level of its registers (data sheet BST-BME280-DS002, chapters 3 to 6): modes, oversampling,
/// conversion time, reset, skipped measurements. Every measured word has 20 bits, whatever the oversampling.
/// </summary>
/// <param name="climate">The air around it at a moment.</param>
/// <param name="time">Its clock.</param>
public sealed class SimulatedBme280(Func<DateTimeOffset, Climate> climate, TimeProvider time) : ISimulatedChip
{
    private const int Id = 0xD0, Reset = 0xE0, ControlHumidity = 0xF2, Status = 0xF3, ControlMeasure = 0xF4;
    private const int Config = 0xF5, Pressure = 0xF7, Temperature = 0xFA, Humidity = 0xFD;
    private const byte ChipId = 0x60, ResetWord = 0xB6, Measuring = 0x08, CopyingCalibration = 0x01;
    private const int Skipped20 = 0x80000, Skipped16 = 0x8000;

    private static readonly TimeSpan StartUp = TimeSpan.FromMilliseconds(2);

    private readonly byte[] _registers = PowerOn();
    private int _pointer;
    private byte _humidityControl; // takes effect only with the next write to ctrl_meas
    private long? _measuringSince;
    private long? _resetAt;

    private bool IsNormalMode => (_registers[ControlMeasure] & 3) == 3;

    /// <inheritdoc/>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        Advance();
        _pointer = bytes[0];
        for (var i = 1; i < bytes.Length; i++)
        {
            Store(_pointer, bytes[i]);
            if (++i < bytes.Length)
            {
                _pointer = bytes[i]; // no increment: each value has its register before it
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryRead(Span<byte> bytes)
    {
        Advance();
        foreach (ref var value in bytes)
        {
            value = _registers[_pointer];
            _pointer = (_pointer + 1) & 0xFF;
        }

        return true;
    }

    private static byte[] PowerOn()
    {
        var registers = new byte[256];
        registers[Id] = ChipId;
        Bme280Calibration.Store(registers);
        StoreWords(registers, Skipped20, Skipped20, Skipped16);
        return registers;
    }

    private static void StoreWords(byte[] registers, int pressure, int temperature, int humidity)
    {
        Store20(registers.AsSpan(Pressure), pressure);
        Store20(registers.AsSpan(Temperature), temperature);
        BinaryPrimitives.WriteUInt16BigEndian(registers.AsSpan(Humidity), (ushort)humidity);
    }

    private static void Store20(Span<byte> into, int word)
    {
        BinaryPrimitives.WriteUInt16BigEndian(into, (ushort)(word >> 4));
        into[2] = (byte)(word << 4);
    }

    private static int Samples(int setting) => setting is 0 ? 0 : 1 << (Math.Min(setting, 5) - 1);

    private void Store(int register, byte value)
    {
        switch (register)
        {
            case Reset when value == ResetWord:
                PowerOn().CopyTo(_registers, 0);
                _humidityControl = 0;
                _measuringSince = null;
                _resetAt = time.GetTimestamp();
                _registers[Status] = CopyingCalibration;
                break;
            case ControlHumidity:
                _humidityControl = (byte)(value & 7);
                break;
            case ControlMeasure:
                _registers[ControlHumidity] = _humidityControl;
                _registers[ControlMeasure] = value;
                var sleeps = (value & 3) == 0;
                _measuringSince = sleeps ? null : time.GetTimestamp();
                _registers[Status] = sleeps ? (byte)0 : Measuring;
                break;
            case Config:
                _registers[Config] = value;
                break;
            default:
                break; // read-only
        }
    }

    /// <summary>Lets happen what time has brought since the last message.</summary>
    private void Advance()
    {
        if (_resetAt is { } reset && time.GetElapsedTime(reset) >= StartUp)
        {
            _resetAt = null;
            _registers[Status] = 0;
        }

        if (_measuringSince is not { } start || time.GetElapsedTime(start) < ConversionTime())
        {
            return;
        }

        Convert();
        _registers[Status] = 0;
        _measuringSince = IsNormalMode ? start : null; // a normal mode with no standby time to speak of
        if (!IsNormalMode)
        {
            _registers[ControlMeasure] &= 0xFC;
        }
    }

    /// <summary>The longest a conversion takes (data sheet 9.1).</summary>
    private TimeSpan ConversionTime()
    {
        var control = _registers[ControlMeasure];
        var temperature = Samples(control >> 5);
        var pressure = Samples((control >> 2) & 7);
        var humidity = Samples(_registers[ControlHumidity]);
        return TimeSpan.FromMilliseconds(1.25 + (2.3 * temperature)
            + (pressure == 0 ? 0 : (2.3 * pressure) + 0.575) + (humidity == 0 ? 0 : (2.3 * humidity) + 0.575));
    }

    private void Convert()
    {
        var (temperature, pressure, humidity) = Bme280Calibration.RawOf(climate(time.GetUtcNow()));
        var control = _registers[ControlMeasure];
        StoreWords(
            _registers,
            (control & 0x1C) == 0 ? Skipped20 : pressure,
            (control & 0xE0) == 0 ? Skipped20 : temperature,
            _registers[ControlHumidity] == 0 ? Skipped16 : humidity);
    }
}
