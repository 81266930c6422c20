using System.Collections.Frozen;

namespace Bridge.Discovery.Contract;

/// <summary>Spellings of units.</summary>
internal static class Units
{
    /// <summary>
    /// Units that Home Assistant rewrites, with the right spelling. The micro sign U+00B5 must be the letter U+03BC;
    /// µA is not among them and is refused.
    /// </summary>
    public static FrozenDictionary<string, string> Rewritten { get; } = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["VAr"] = "var",
        ["VArh"] = "varh",
        ["kVAr"] = "kvar",
        ["kVArh"] = "kvarh",
        ["mVAr"] = "mvar",
        ["\u00B5S/cm"] = "\u03BCS/cm",
        ["\u00B5Sv/h"] = "\u03BCSv/h",
        ["\u00B5V"] = "\u03BCV",
        ["\u00B5g"] = "\u03BCg",
        ["\u00B5g/ft³"] = "\u03BCg/ft³",
        ["\u00B5g/m³"] = "\u03BCg/m³",
        ["\u00B5mol/s\u22C5m²"] = "\u03BCmol/s\u22C5m²",
        ["\u00B5s"] = "\u03BCs",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A unit as it is to be published; null for a blank one, which would be dropped.</summary>
    public static string? Spelled(string? unit) => string.IsNullOrWhiteSpace(unit) ? null
        : Rewritten.GetValueOrDefault(unit) ?? unit.Replace('\u00B5', '\u03BC');
}
