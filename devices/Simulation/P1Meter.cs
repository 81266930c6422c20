using System.Globalization;
using System.Text;
using Bridge.Devices.Drivers.Serial.P1;

namespace Bridge.Devices.Simulation;

/// <summary>
/// A made-up household behind a DSMR 5 meter: three phases, a roof with solar panels, a gas meter. What it tells depends
/// only on its seed and the time, so that a replay is the same each time.
/// </summary>
/// <param name="seed">Chooses the household.</param>
public sealed class P1Meter(int seed)
{
    private static readonly DateTimeOffset Installed = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Noise _noise = new(seed);

    /// <summary>A valid telegram with the meter's state at <paramref name="now"/>, as it comes over the line.</summary>
    public byte[] Telegram(DateTimeOffset now)
    {
        var seconds = (long)(now - Installed).TotalSeconds;
        var (first, second, third) = (Load(seconds, 1, 420), Load(seconds, 2, 180), Load(seconds, 3, 90));
        var sun = Math.Max(0, (int)(3200 * Math.Sin((now.UtcDateTime.TimeOfDay.TotalHours - 6) / 12 * Math.PI)));
        var net = first + second + third - sun;
        var text = new StringBuilder()
            .Append("/KFM5BRIDGE-DEMO\r\n\r\n1-3:0.2.8(50)\r\n")
            .Append(CultureInfo.InvariantCulture, $"0-0:1.0.0({Stamp(now)})\r\n")
            .Append("0-0:96.1.1(44454D4F303030303030303031)\r\n")
            .Append(CultureInfo.InvariantCulture, $"1-0:1.8.1({Thousandths(seconds / 12, 6)}*kWh)\r\n")
            .Append(CultureInfo.InvariantCulture, $"1-0:1.8.2({Thousandths(seconds / 9, 6)}*kWh)\r\n")
            .Append(CultureInfo.InvariantCulture, $"1-0:2.8.1({Thousandths(seconds / 40, 6)}*kWh)\r\n")
            .Append(CultureInfo.InvariantCulture, $"1-0:2.8.2({Thousandths(seconds / 20, 6)}*kWh)\r\n")
            .Append(CultureInfo.InvariantCulture, $"0-0:96.14.0({(now.Hour is >= 7 and < 23 ? "0002" : "0001")})\r\n")
            .Append(CultureInfo.InvariantCulture, $"1-0:1.7.0({Thousandths(Math.Max(net, 0), 2)}*kW)\r\n")
            .Append(CultureInfo.InvariantCulture, $"1-0:2.7.0({Thousandths(Math.Max(-net, 0), 2)}*kW)\r\n")
            .Append("0-0:96.7.21(00004)\r\n0-0:96.7.9(00002)\r\n");
        AppendPhases(text, seconds, [first, second, third], sun);
        text.Append("0-1:24.1.0(003)\r\n0-1:96.1.0(44454D4F303030303030303032)\r\n")
            .Append(CultureInfo.InvariantCulture, $"0-1:24.2.1({Stamp(FiveMinutes(now))})(")
            .Append(CultureInfo.InvariantCulture, $"{Thousandths(seconds / 300 * 9, 5)}*m3)\r\n!");
        return Close(text);
    }

    private void AppendPhases(StringBuilder text, long seconds, ReadOnlySpan<int> loads, int sun)
    {
        for (var phase = 1; phase <= loads.Length; phase++)
        {
            // The codes of a phase lie 20 above those of the one before: 32.7.0, 52.7.0, 72.7.0.
            var group = 20 * phase;
            var export = phase == 1 ? Math.Max(0, sun - loads[0]) : 0;
            var import = phase == 1 ? Math.Max(0, loads[0] - sun) : loads[phase - 1];
            var voltage = 2300 + _noise.At(seconds, 10 + phase, 40);
            text.Append(CultureInfo.InvariantCulture, $"1-0:{group + 12}.7.0({voltage / 10:000}.{voltage % 10}*V)\r\n")
                .Append(CultureInfo.InvariantCulture, $"1-0:{group + 11}.7.0({(import + export) / 230:000}*A)\r\n")
                .Append(CultureInfo.InvariantCulture, $"1-0:{group + 1}.7.0({Thousandths(import, 2)}*kW)\r\n")
                .Append(CultureInfo.InvariantCulture, $"1-0:{group + 2}.7.0({Thousandths(export, 2)}*kW)\r\n");
        }
    }

    private static byte[] Close(StringBuilder text)
    {
        var crc = P1Crc.Of(Encoding.ASCII.GetBytes(text.ToString()));
        return Encoding.ASCII.GetBytes(text.Append(crc.ToString("X4", CultureInfo.InvariantCulture)).Append("\r\n").ToString());
    }

    private int Load(long seconds, int phase, int usual)
    {
        // Something switches on or off each half minute; the rest is flicker.
        var step = _noise.At(seconds / 30, phase, usual * 2);
        return usual + step + _noise.At(seconds, phase, 15);
    }

    private static string Thousandths(long value, int digits) =>
        (value / 1000).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')
        + "." + (value % 1000).ToString("000", CultureInfo.InvariantCulture);

    private static string Stamp(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(1)).ToString("yyMMddHHmmss'W'", CultureInfo.InvariantCulture);

    private static DateTimeOffset FiveMinutes(DateTimeOffset at) => at.AddTicks(-(at.Ticks % (5 * TimeSpan.TicksPerMinute)));
}
