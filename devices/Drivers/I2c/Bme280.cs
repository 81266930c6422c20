using System.Collections.Immutable;
using Bridge.Devices.Drivers.I2c;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers;

/// <summary>Bosch BME280: temperature, humidity and air pressure. Each reading is one forced measurement.</summary>
/// <param name="link">The chip.</param>
/// <param name="oversampling">Samples per quantity: 1, 2, 4, 8 or 16.</param>
/// <param name="time">What is waited by.</param>
internal sealed class Bme280(I2cLink link, int oversampling, TimeProvider time) : IPolledDevice
{
    /// <summary>How many samples make a value.</summary>
    public static readonly Setting<int> Oversampling = SettingOf.Choice(
        "oversampling",
        "Samples taken of each quantity per reading: more give less noise and take longer (113 ms for 16).",
        "1",
        ("1", 1),
        ("2", 2),
        ("4", 4),
        ("8", 8),
        ("16", 16));

    /// <summary>What it measures, with the limits of its operating range (data sheet, 1.1 to 1.4).</summary>
    public static readonly ImmutableArray<Entity> Entities =
    [
        new("temperature")
        {
            DeviceClass = "temperature",
            Unit = "°C",
            StateClass = StateClass.Measurement,
            Decimals = 2,
            DisplayPrecision = 1,
            Lowest = -40,
            Highest = 85,
        },
        new("humidity")
        {
            DeviceClass = "humidity",
            Unit = "%",
            StateClass = StateClass.Measurement,
            Decimals = 2,
            DisplayPrecision = 1,
            Lowest = 0,
            Highest = 100,
        },
        new("pressure")
        {
            DeviceClass = "atmospheric_pressure",
            Unit = "hPa",
            StateClass = StateClass.Measurement,
            Decimals = 2,
            DisplayPrecision = 1,
            Lowest = 300,
            Highest = 1100,
        },
    ];

    // Registers and their bits: data sheet, 5.4.
    private const byte ChipId = 0xD0;
    private const byte ControlHumidity = 0xF2;
    private const byte Status = 0xF3;
    private const byte ControlMeasurement = 0xF4;
    private const byte Configuration = 0xF5;
    private const byte Data = 0xF7;
    private const byte IdOfBme280 = 0x60;
    private const byte IsMeasuring = 0x08;
    private const byte IsCopyingCalibration = 0x01;
    private const byte ForcedMode = 0x01;
    private const byte FilterOff = 0x00;
    private const int StatusReads = 5;

    /// <inheritdoc/>
    public DeviceInfo Info => DriverEntries.Bme280.Info;

    /// <inheritdoc/>
    public async ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        // Anew for each reading: since the last one the chip may have lost its power, or be another one.
        var calibration = await StartAsync(cancellationToken);
        await MeasureAsync(cancellationToken);
        var data = await ReadAsync(Data, Bme280Sample.Length, cancellationToken);
        var values = Bme280Sample.From(data) is { } sample ? calibration.Compensate(sample) : null;
        if (values is not { } valid)
        {
            throw new BusException(
                BusFault.InvalidValue,
                $"The BME280 at {link.Place} gave no valid measurement ({Convert.ToHexString(data)}).");
        }

        return new(time.GetUtcNow(),
        [
            new("temperature", Value.Of(valid.Temperature)),
            new("humidity", Value.Of(valid.Humidity)),
            new("pressure", Value.Of(valid.Pressure)),
        ]);
    }

    private async ValueTask<Bme280Calibration> StartAsync(CancellationToken cancellationToken)
    {
        var id = (await ReadAsync(ChipId, 1, cancellationToken))[0];
        if (id != IdOfBme280)
        {
            throw new BusException(BusFault.WrongChip, $"The chip at {link.Place} {OtherChip(id)}");
        }

        await WaitWhileAsync(IsCopyingCalibration, "start", cancellationToken);
        var low = await ReadAsync(Bme280Calibration.LowStart, Bme280Calibration.LowLength, cancellationToken);
        var high = await ReadAsync(Bme280Calibration.HighStart, Bme280Calibration.HighLength, cancellationToken);
        if (!low.AsSpan().ContainsAnyExcept((byte)0x00) || !low.AsSpan().ContainsAnyExcept((byte)0xFF))
        {
            throw new BusException(
                BusFault.InvalidValue, $"The BME280 at {link.Place} gave no calibration (all bytes are 0x{low[0]:X2}).");
        }

        return Bme280Calibration.From(low, high);
    }

    private async ValueTask MeasureAsync(CancellationToken cancellationToken)
    {
        // The register's code for 1, 2, 4, 8, 16 samples is 1 to 5. That for humidity counts only once
        // the other control register is written after it.
        var code = int.Log2(oversampling) + 1;
        var measurement = (byte)((code << 5) | (code << 2) | ForcedMode);
        // One message for all three: each value has its register before it (data sheet, 6.2.1).
        byte[] message = [Configuration, FilterOff, ControlHumidity, (byte)code, ControlMeasurement, measurement];
        await link.TransferAsync(message, Memory<byte>.Empty, cancellationToken);

        // Data sheet, 9.1: at most 1.25 ms + 2.3 ms a sample + 0.575 ms for each of pressure and humidity. Timers drop
        // what is less than a millisecond, so it is rounded up.
        var microseconds = 2400 + (3 * 2300 * oversampling);
        await Task.Delay(TimeSpan.FromMilliseconds((microseconds + 999) / 1000), time, cancellationToken);
        await WaitWhileAsync(IsMeasuring, "measurement", cancellationToken);
    }

    private async ValueTask WaitWhileAsync(byte bit, string what, CancellationToken cancellationToken)
    {
        for (var read = 1; ((await ReadAsync(Status, 1, cancellationToken))[0] & bit) != 0; read++)
        {
            if (read == StatusReads)
            {
                throw new BusException(BusFault.Timeout, $"The BME280 at {link.Place} does not finish its {what}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(oversampling), time, cancellationToken);
        }
    }

    private static string OtherChip(byte id) => id switch
    {
        0x55 => "is a BMP180 or BMP085 (id 0x55), which measures no humidity, not a BME280.",
        0x56 or 0x57 or 0x58 => $"is a BMP280 (id 0x{id:X2}), which measures no humidity, not a BME280.",
        0x61 => "is a BME680 or BME688 (id 0x61), not a BME280.",
        0x00 or 0xFF => $"answers only 0x{id:X2}, as if held in reset or without power; a BME280 has the id 0x60.",
        _ => $"has the id 0x{id:X2}; a BME280 has 0x60. Check the address.",
    };

    private async ValueTask<byte[]> ReadAsync(byte register, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await link.TransferAsync(new[] { register }, bytes, cancellationToken);
        return bytes;
    }
}

/// <summary>The entry of <c>bme280</c>.</summary>
internal static partial class DriverEntries
{
    internal static readonly Driver Bme280 = new I2cDriver(
        "bme280", "Bosch BME280: temperature, humidity and air pressure")
    {
        Addresses = [0x76, 0x77],
        Info = new() { Manufacturer = "Bosch Sensortec", Model = "BME280" },
        Settings = [Drivers.Bme280.Oversampling],
        Entities = static _ => Drivers.Bme280.Entities,
        Create = static (link, values, time) => new Bme280(link, values.Get(Drivers.Bme280.Oversampling), time),
        Source = "Bosch Sensortec BST-BME280-DS002, revision 1.6",
    };
}
