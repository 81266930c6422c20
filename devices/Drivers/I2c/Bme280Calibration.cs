using System.Buffers.Binary;

namespace Bridge.Devices.Drivers.I2c;

/// <summary>Trimming parameters of one BME280 and the compensation in integers (data sheet, 4.2.2 and 4.2.3).</summary>
internal sealed record Bme280Calibration
{
    /// <summary>First register of the lower block.</summary>
    public const byte LowStart = 0x88;

    /// <summary>Bytes of the lower block.</summary>
    public const int LowLength = 26;

    /// <summary>First register of the upper block.</summary>
    public const byte HighStart = 0xE1;

    /// <summary>Bytes of the upper block.</summary>
    public const int HighLength = 7;

    /// <summary>dig_T1.</summary>
    public required ushort T1 { get; init; }

    /// <summary>dig_T2 and dig_T3.</summary>
    public required (short T2, short T3) T { get; init; }

    /// <summary>dig_P1.</summary>
    public required ushort P1 { get; init; }

    /// <summary>dig_P2 to dig_P9.</summary>
    public required (short P2, short P3, short P4, short P5, short P6, short P7, short P8, short P9) P { get; init; }

    /// <summary>dig_H1 to dig_H6.</summary>
    public required (byte H1, short H2, byte H3, short H4, short H5, sbyte H6) H { get; init; }

    /// <summary>Reads both blocks of registers.</summary>
    public static Bme280Calibration From(ReadOnlySpan<byte> low, ReadOnlySpan<byte> high) => new()
    {
        T1 = BinaryPrimitives.ReadUInt16LittleEndian(low),
        T = (Int16(low, 2), Int16(low, 4)),
        P1 = BinaryPrimitives.ReadUInt16LittleEndian(low[6..]),
        P = (Int16(low, 8), Int16(low, 10), Int16(low, 12), Int16(low, 14),
            Int16(low, 16), Int16(low, 18), Int16(low, 20), Int16(low, 22)),

        // H4 and H5 have 12 bits each and share the byte at 0xE5.
        H = (low[25], Int16(high, 0), high[2],
            (short)(((sbyte)high[3] << 4) | (high[4] & 0x0F)),
            (short)(((sbyte)high[5] << 4) | (high[4] >> 4)),
            (sbyte)high[6]),
    };

    /// <summary>Turns a sample into °C, % and hPa, exactly as the chip's resolution gives them.</summary>
    /// <returns>Null when the calibration cannot be one of this chip.</returns>
    public (decimal Temperature, decimal Humidity, decimal Pressure)? Compensate(Bme280Sample sample)
    {
        var fine = FineTemperature(sample.Temperature);
        return Pressure(sample.Pressure, fine) is { } pressure
            ? (((fine * 5) + 128 >> 8) / 100m, Humidity(sample.Humidity, fine) / 1024m, pressure / 25600m)
            : null;
    }

    /// <summary>t_fine: the temperature with the resolution that the other two need.</summary>
    public int FineTemperature(int raw)
    {
        var first = (((raw >> 3) - (T1 << 1)) * T.T2) >> 11;
        var second = (((((raw >> 4) - T1) * ((raw >> 4) - T1)) >> 12) * T.T3) >> 14;
        return first + second;
    }

    /// <summary>Pressure in 1/256 Pa.</summary>
    public long? Pressure(int raw, int fine)
    {
        var first = (long)fine - 128000;
        var second = first * first * P.P6;
        second += (first * P.P5) << 17;
        second += (long)P.P4 << 35;
        first = ((first * first * P.P3) >> 8) + ((first * P.P2) << 12);
        first = (((1L << 47) + first) * P1) >> 33;
        if (first == 0)
        {
            return null;
        }

        var pressure = 1048576L - raw;
        pressure = ((pressure << 31) - second) * 3125 / first;
        first = (P.P9 * (pressure >> 13) * (pressure >> 13)) >> 25;
        second = (P.P8 * pressure) >> 19;
        return ((pressure + first + second) >> 8) + ((long)P.P7 << 4);
    }

    /// <summary>Relative humidity in 1/1024 %.</summary>
    public int Humidity(int raw, int fine)
    {
        const int HundredPercent = 419430400;
        var centred = fine - 76800;
        var measured = ((raw << 14) - (H.H4 << 20) - (H.H5 * centred) + 16384) >> 15;
        var slope = (((centred * H.H6) >> 10) * (((centred * H.H3) >> 11) + 32768)) >> 10;
        var humidity = measured * ((((slope + 2097152) * H.H2) + 8192) >> 14);
        humidity -= ((((humidity >> 15) * (humidity >> 15)) >> 7) * H.H1) >> 4;
        return Math.Clamp(humidity, 0, HundredPercent) >> 12;
    }

    private static short Int16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt16LittleEndian(bytes[at..]);
}

/// <summary>One measurement as the chip's converter gives it: 20, 20 and 16 bits.</summary>
internal readonly record struct Bme280Sample(int Temperature, int Pressure, int Humidity)
{
    /// <summary>Bytes of the data registers 0xF7 to 0xFE.</summary>
    public const int Length = 8;

    // What the registers hold when a quantity was not measured (data sheet, 5.4.7 to 5.4.9).
    private const int NoTemperatureOrPressure = 0x80000;
    private const int NoHumidity = 0x8000;

    /// <summary>Reads the data registers; null when the chip marks a quantity as not measured or is not there.</summary>
    public static Bme280Sample? From(ReadOnlySpan<byte> data)
    {
        var pressure = (data[0] << 12) | (data[1] << 4) | (data[2] >> 4);
        var temperature = (data[3] << 12) | (data[4] << 4) | (data[5] >> 4);
        var humidity = (data[6] << 8) | data[7];
        return temperature == NoTemperatureOrPressure
            || pressure == NoTemperatureOrPressure
            || humidity == NoHumidity
            || !data.ContainsAnyExcept((byte)0x00)
            || !data.ContainsAnyExcept((byte)0xFF)
            ? null
            : new(temperature, pressure, humidity);
    }
}
