using System.Buffers.Binary;

namespace Bridge.Devices.Simulation;

/// <summary>
/// The calibration of the simulated BME280: temperature and pressure are the worked example of Bosch's BMP280 data sheet
/// (BST-BMP280-DS001, 3.12), humidity is made up in the usual order of size. The compensation here is the data sheet's
/// floating-point form, independent of the driver's integer form.
/// </summary>
internal static class Bme280Calibration
{
    private const double T1 = 27504, T2 = 26435, T3 = -1000;
    private const double P1 = 36477, P2 = -10685, P3 = 3024, P4 = 2855, P5 = 140, P6 = -7, P7 = 15500, P8 = -14600;
    private const double P9 = 6000;
    private const double H1 = 75, H2 = 355, H3 = 0, H4 = 341, H5 = 0, H6 = 30;

    private const int Raw20Max = (1 << 20) - 1;
    private const int Raw16Max = (1 << 16) - 1;

    /// <summary>Puts the calibration where the chip has it: 0x88…0x9F, 0xA1, 0xE1…0xE7.</summary>
    public static void Store(Span<byte> registers)
    {
        ReadOnlySpan<double> words = [T1, T2, T3, P1, P2, P3, P4, P5, P6, P7, P8, P9];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(registers[(0x88 + (2 * i))..], unchecked((ushort)(int)words[i]));
        }

        registers[0xA1] = (byte)H1;
        BinaryPrimitives.WriteInt16LittleEndian(registers[0xE1..], (short)H2);
        registers[0xE3] = (byte)H3;
        registers[0xE4] = (byte)((int)H4 >> 4);
        registers[0xE5] = (byte)(((int)H4 & 0xF) | (((int)H5 & 0xF) << 4)); // each word lends it one half
        registers[0xE6] = (byte)((int)H5 >> 4);
        registers[0xE7] = (byte)H6;
    }

    /// <summary>The converter's words for the air around the chip.</summary>
    public static (int Temperature, int Pressure, int Humidity) RawOf(Climate air)
    {
        var temperature = Invert(raw => FineTemperature(raw) / 5120, air.Celsius, Raw20Max);
        var fine = FineTemperature(temperature);
        return (
            temperature,
            Invert(raw => Pressure(raw, fine), air.Pascal, Raw20Max),
            Invert(raw => Humidity(raw, fine), air.Percent, Raw16Max));
    }

    internal static double FineTemperature(int raw)
    {
        var first = ((raw / 16384.0) - (T1 / 1024)) * T2;
        var second = (raw / 131072.0) - (T1 / 8192);
        return first + (second * second * T3);
    }

    internal static double Pressure(int raw, double fineTemperature)
    {
        var t = (fineTemperature / 2) - 64000;
        var offset = (t * t * P6 / 32768) + (t * P5 * 2);
        offset = (offset / 4) + (P4 * 65536);
        var scale = ((P3 * t * t / 524288) + (P2 * t)) / 524288;
        scale = (1 + (scale / 32768)) * P1;
        var p = (1048576 - raw - (offset / 4096)) * 6250 / scale;
        return p + (((P9 * p * p / 2147483648) + (p * P8 / 32768) + P7) / 16);
    }

    internal static double Humidity(int raw, double fineTemperature)
    {
        var t = fineTemperature - 76800;
        var h = raw - ((H4 * 64) + (H5 / 16384 * t));
        h *= H2 / 65536 * (1 + (H6 / 67108864 * t * (1 + (H3 / 67108864 * t))));
        return h * (1 - (H1 * h / 524288));
    }

    /// <summary>The word whose value is nearest to the wanted one; the curve rises or falls all the way.</summary>
    private static int Invert(Func<int, double> curve, double wanted, int highest)
    {
        var rises = curve(highest) > curve(0);
        int low = 0, high = highest;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (curve(middle) < wanted == rises)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Math.Abs(curve(low) - wanted) < Math.Abs(curve(high) - wanted) ? low : high;
    }
}
