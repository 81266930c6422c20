using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bridge.Discovery;

/// <summary>
/// The names of entities in German, by their English ones. In both, <c>#</c> stands for a number or a phase: one row is
/// <c>Voltage L1</c> as well as <c>Voltage L3</c>.
/// </summary>
public static partial class EntityNames
{
    // What the bridge itself adds to an entity: numbers that correct it.
    private static readonly (string English, string German)[] OwnWords =
        [(" offset", " Korrektur"), (" reading", " Zählerstand")];

    private static readonly FrozenDictionary<string, string> German = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Absolute humidity"] = "Absolute Luftfeuchtigkeit",
        ["Apparent power"] = "Scheinleistung",
        ["Apparent power #"] = "Scheinleistung #",
        ["Apparent power limit"] = "Scheinleistungsgrenze",
        ["Average demand"] = "Mittlere Leistung",
        ["Breaker"] = "Trennschalter",
        ["Bytes written per day"] = "Geschriebene Bytes pro Tag",
        ["Connection"] = "Verbindung",
        ["Consecutive failures"] = "Fehler in Folge",
        ["Current #"] = "Strom #",
        ["Current limit"] = "Stromgrenze",
        ["Current neutral"] = "Strom Neutralleiter",
        ["Devices failing"] = "Geräte gestört",
        ["Devices online"] = "Geräte online",
        ["Dew point"] = "Taupunkt",
        ["Energy export"] = "Energieeinspeisung",
        ["Energy export #"] = "Energieeinspeisung #",
        ["Energy export tariff #"] = "Energieeinspeisung Tarif #",
        ["Energy import"] = "Energiebezug",
        ["Energy import #"] = "Energiebezug #",
        ["Energy import plus export"] = "Energiebezug plus Einspeisung",
        ["Energy import tariff #"] = "Energiebezug Tarif #",
        ["Energy total"] = "Energie gesamt",
        ["Frequency"] = "Frequenz",
        ["Fuse limit #"] = "Sicherungsgrenze #",
        ["Heat index"] = "Hitzeindex",
        ["Heater"] = "Heizelement",
        ["Highest demand of the month"] = "Höchste Leistung des Monats",
        ["Humidity"] = "Luftfeuchtigkeit",
        ["Interval"] = "Intervall",
        ["Last error"] = "Letzter Fehler",
        ["Last success"] = "Letzter Erfolg",
        ["Log level"] = "Protokollstufe",
        ["Long power failures"] = "Lange Stromausfälle",
        ["MQTT reconnects"] = "MQTT-Neuverbindungen",
        ["Memory"] = "Arbeitsspeicher",
        ["Power #"] = "Leistung #",
        ["Power export"] = "Leistung Einspeisung",
        ["Power export #"] = "Leistung Einspeisung #",
        ["Power factor"] = "Leistungsfaktor",
        ["Power factor #"] = "Leistungsfaktor #",
        ["Power failures"] = "Stromausfälle",
        ["Power import"] = "Leistung Bezug",
        ["Power import #"] = "Leistung Bezug #",
        ["Power limit"] = "Leistungsgrenze",
        ["Pressure"] = "Luftdruck",
        ["Reactive energy export"] = "Blindenergie Einspeisung",
        ["Reactive energy export tariff #"] = "Blindenergie Einspeisung Tarif #",
        ["Reactive energy import"] = "Blindenergie Bezug",
        ["Reactive energy import tariff #"] = "Blindenergie Bezug Tarif #",
        ["Reactive energy quadrant #"] = "Blindenergie Quadrant #",
        ["Reactive power"] = "Blindleistung",
        ["Reactive power #"] = "Blindleistung #",
        ["Reactive power export"] = "Blindleistung Einspeisung",
        ["Reactive power export #"] = "Blindleistung Einspeisung #",
        ["Reactive power import"] = "Blindleistung Bezug",
        ["Reactive power import #"] = "Blindleistung Bezug #",
        ["Reactive power quadrant #"] = "Blindleistung Quadrant #",
        ["Rediscover"] = "Neu anmelden",
        ["Restart"] = "Neustart",
        ["Sea-level pressure"] = "Luftdruck auf Meereshöhe",
        ["Started at"] = "Gestartet",
        ["Status"] = "Status",
        ["Tariff"] = "Tarif",
        ["Telegram time"] = "Zeit des Telegramms",
        ["Temperature"] = "Temperatur",
        ["Text message"] = "Textnachricht",
        ["Time of the highest demand"] = "Zeitpunkt der höchsten Leistung",
        ["Update"] = "Aktualisierung",
        ["Version"] = "Version",
        ["Voltage #"] = "Spannung #",
        ["Voltage # to #"] = "Spannung # zu #",
        ["Voltage sags #"] = "Spannungseinbrüche #",
        ["Voltage swells #"] = "Spannungsspitzen #",
        ["Write budget used"] = "Schreibbudget verbraucht",
    }
        .Concat(Meter("Cooling", "Kälte", "Kältezähler"))
        .Concat(Meter("Gas", "Gas", "Gaszähler"))
        .Concat(Meter("Heat", "Wärme", "Wärmezähler"))
        .Concat(Meter("Hot water", "Warmwasser", "Warmwasserzähler"))
        .Concat(Meter("Submeter", "Zwischenzähler", "Zwischenzähler"))
        .Concat(Meter("Water", "Wasser", "Wasserzähler"))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the table has a row for <paramref name="name"/>.</summary>
    public static bool Has(string name) => German.ContainsKey(Number.Replace(name, "#"));

    /// <summary>An English name in <paramref name="language"/>; itself where the table has no row for it.</summary>
    public static string In(Language language, string name)
    {
        if (language == Language.English)
        {
            return name;
        }

        if (!German.TryGetValue(Number.Replace(name, "#"), out var row))
        {
            return OwnWords.Where(word => name.EndsWith(word.English, StringComparison.Ordinal))
                .Select(word => In(language, name[..^word.English.Length]) + word.German)
                .FirstOrDefault(name);
        }

        var numbers = new Queue<string>(Number.Matches(name).Select(static match => match.Value));
        return string.Concat(row.Select(letter =>
            letter == '#' ? numbers.Dequeue() : letter.ToString(CultureInfo.InvariantCulture)));
    }

    // A meter behind another: what it tells, when, its number, its valve; the second of its kind with a number.
    private static IEnumerable<KeyValuePair<string, string>> Meter(string english, string german, string meter) =>
    [
        new(english, german),
        new($"{english} #", $"{german} #"),
        new($"{english} reading time", $"{german} Ablesezeit"),
        new($"{english} # reading time", $"{german} # Ablesezeit"),
        new($"{english} meter serial number", $"{meter} Seriennummer"),
        new($"{english} meter # serial number", $"{meter} # Seriennummer"),
        new($"{english} valve", $"{german} Ventil"),
        new($"{english} # valve", $"{german} # Ventil"),
    ];

    [GeneratedRegex(@"\bL?[0-9]+\b", RegexOptions.None, 1000)]
    private static partial Regex Number { get; }
}
