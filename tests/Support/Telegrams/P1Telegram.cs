using System.Globalization;
using System.Text;

namespace Bridge.TestSupport.Telegrams;

/// <summary>Builds P1 telegrams line by line, as the companion standards have them; all values are made up.</summary>
public sealed class P1Telegram(string header = "/KFM5MADE-UP")
{
    private readonly List<string> _lines = [];

    /// <summary>A telegram of DSMR 5 with one phase and a gas meter.</summary>
    public static P1Telegram Dutch5(string power = "01.193") => new P1Telegram()
        .Line("1-3:0.2.8(50)")
        .Line("0-0:1.0.0(260115203000W)")
        .Line($"0-0:96.1.1({Hex("E0026000012345678")})")
        .Line("1-0:1.8.1(004321.987*kWh)")
        .Line("1-0:1.8.2(001234.500*kWh)")
        .Line("0-0:96.14.0(0002)")
        .Line($"1-0:1.7.0({power}*kW)")
        .Line("1-0:32.7.0(229.9*V)")
        .Line("0-1:24.1.0(003)")
        .Line($"0-1:96.1.0({Hex("G0061000098765432")})")
        .Line("0-1:24.2.1(260115202500W)(00981.443*m3)");

    /// <summary>A telegram of DSMR 2.2, with the gas meter's value on a line of its own.</summary>
    public static P1Telegram Dutch22(string power = "0001.98") => new P1Telegram("/ISk5\\2MADE-UP")
        .Line($"0-0:96.1.1({Hex("KMP12345")})")
        .Line("1-0:1.8.1(00185.000*kWh)")
        .Line($"1-0:1.7.0({power}*kW)")
        .Line("0-1:24.1.0(3)")
        .Line($"0-1:96.1.0({Hex("G2200")})")
        .Line("0-1:24.3.0(260115190000)(00)(60)(1)(0-1:24.2.1)(m3)")
        .Line("(00124.477)");

    /// <summary>Letters as the pairs of hexadecimal digits that meters send.</summary>
    public static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));

    /// <summary>CRC-16/ARC, bit by bit.</summary>
    public static int Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var each in bytes)
        {
            crc ^= each;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            }
        }

        return crc;
    }

    /// <summary>Adds a line.</summary>
    public P1Telegram Line(string line)
    {
        _lines.Add(line);
        return this;
    }

    /// <summary>The bytes of an edition with a checksum.</summary>
    public byte[] WithCrc()
    {
        var text = Text();
        return Bytes(text + Crc(Bytes(text)).ToString("X4", CultureInfo.InvariantCulture) + "\r\n");
    }

    /// <summary>The bytes of an edition without a checksum.</summary>
    public byte[] WithoutCrc() => Bytes(Text() + "\r\n");

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private string Text() => header + "\r\n\r\n" + string.Concat(_lines.Select(static line => line + "\r\n")) + "!";
}
