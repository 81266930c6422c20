namespace Bridge.Devices.Drivers.I2c;

/// <summary>How an SHT3x is made to measure (data sheet, 2.2, 4.3 and 4.5).</summary>
/// <param name="Command">Starts the measurement, or the measurements.</param>
/// <param name="Duration">The longest that a measurement takes, with a millisecond to spare.</param>
/// <param name="IsPeriodic">The chip goes on measuring by itself.</param>
/// <param name="Reads">How often it is asked for a result; it does not acknowledge while there is none.</param>
/// <param name="Pause">Between two of these.</param>
internal sealed record Sht3xMode(ushort Command, TimeSpan Duration, bool IsPeriodic, int Reads, TimeSpan Pause)
{
    /// <summary>One measurement, without clock stretching.</summary>
    public static Sht3xMode SingleShot(Sht3xRepeatability repeatability) => new(
        repeatability switch
        {
            Sht3xRepeatability.Low => 0x2416,
            Sht3xRepeatability.Medium => 0x240B,
            _ => 0x2400,
        },
        DurationOf(repeatability),
        IsPeriodic: false,
        Reads: 5,
        TimeSpan.FromMilliseconds(2));

    /// <summary>So many measurements in a second: 0.5, 1, 2, 4 or 10. Asked for through one and a half periods.</summary>
    public static Sht3xMode Periodic(Sht3xRepeatability repeatability, decimal rate) => new(
        (rate, repeatability) switch
        {
            (0.5m, Sht3xRepeatability.Low) => 0x202F,
            (0.5m, Sht3xRepeatability.Medium) => 0x2024,
            (0.5m, _) => 0x2032,
            (1m, Sht3xRepeatability.Low) => 0x212D,
            (1m, Sht3xRepeatability.Medium) => 0x2126,
            (1m, _) => 0x2130,
            (2m, Sht3xRepeatability.Low) => 0x222B,
            (2m, Sht3xRepeatability.Medium) => 0x2220,
            (2m, _) => 0x2236,
            (4m, Sht3xRepeatability.Low) => 0x2329,
            (4m, Sht3xRepeatability.Medium) => 0x2322,
            (4m, _) => 0x2334,
            (_, Sht3xRepeatability.Low) => 0x272A,
            (_, Sht3xRepeatability.Medium) => 0x2721,
            _ => 0x2737,
        },
        DurationOf(repeatability),
        IsPeriodic: true,
        Reads: 13,
        TimeSpan.FromMilliseconds((double)decimal.Ceiling(1000 / rate / 8)));

    // 4.5, 6.5 and 15.5 ms at the lowest supply voltage; timers drop what is less than a millisecond.
    private static TimeSpan DurationOf(Sht3xRepeatability repeatability) => TimeSpan.FromMilliseconds(repeatability switch
    {
        Sht3xRepeatability.Low => 6,
        Sht3xRepeatability.Medium => 8,
        _ => 17,
    });
}

/// <summary>How little the measurements of an SHT3x scatter.</summary>
internal enum Sht3xRepeatability
{
    /// <summary>The shortest measurement.</summary>
    Low,

    /// <summary>In between.</summary>
    Medium,

    /// <summary>The least noise.</summary>
    High,
}
