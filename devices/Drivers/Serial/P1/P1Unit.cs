using System.Text;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>The units of telegrams. Makers differ in upper and lower case (kvarh, kVArh) and in the prefix.</summary>
internal static class P1Unit
{
    private static readonly (string Sent, string Published, int Shift)[] Known =
    [
        ("kW", "W", 3), ("W", "W", 0), ("MW", "W", 6),
        ("kWh", "kWh", 0), ("Wh", "kWh", -3), ("MWh", "kWh", 3),
        ("kvar", "var", 3), ("var", "var", 0),
        ("kvarh", "kvarh", 0), ("varh", "kvarh", -3),
        ("kVA", "VA", 3), ("VA", "VA", 0),
        ("m3", "m³", 0), ("dm3", "m³", -3), ("l", "m³", -3),
        ("GJ", "GJ", 0), ("MJ", "GJ", -3),
        ("V", "V", 0), ("A", "A", 0), ("Hz", "Hz", 0),
    ];

    /// <summary>By how many places the point moves to the right; null when the units are not of one quantity.</summary>
    /// <param name="sent">What stands behind <c>*</c>; empty for none.</param>
    /// <param name="published">The unit of the entity; null for none.</param>
    public static int? Shift(ReadOnlySpan<byte> sent, string? published)
    {
        if (published is null)
        {
            return sent.IsEmpty ? 0 : null;
        }

        foreach (var (unit, target, shift) in Known)
        {
            if (target == published && Ascii.EqualsIgnoreCase(sent, unit))
            {
                return shift;
            }
        }

        return null;
    }
}
