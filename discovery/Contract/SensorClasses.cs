using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Bridge.Discovery.Contract;

/// <summary>The device classes of sensors that Home Assistant 2026.9 knows.</summary>
internal static class SensorClasses
{
    private const string Now = "measurement";
    private const string Sum = "total total_increasing";
    private const string Any = "measurement measurement_angle total total_increasing";
    private const string PressureUnits = "Pa, bar, cbar, hPa, inHg, inH₂O, kPa, mPa, mbar, mmHg, psi";
    private const string EnergyUnits =
        "GJ, GWh, Gcal, J, MJ, MWh, Mcal, TWh, Wh, cal, kJ, kWh, kcal, mWh";

    /// <summary>The state classes.</summary>
    public static ImmutableArray<string> StateClasses { get; } = [.. Any.Split(' ')];

    /// <summary>The device classes by name.</summary>
    public static FrozenDictionary<string, SensorClass> All { get; } = new SensorClass[]
    {
        Of("absolute_humidity", Now, "g/m³, mg/m³"),
        Of("apparent_power", Now, "VA, kVA, mVA"),
        Of("aqi", Now, "") with { UnitMayBeAbsent = true },
        Of("area", Any, "ac, cm², ft², ha, in², km², mi², mm², m², yd²"),
        Of("atmospheric_pressure", Now, PressureUnits) with { NewerUnits = ["atm"] },
        Of("battery", Now, "%"),
        Of("blood_glucose_concentration", Now, "mg/dL, mmol/L"),
        Of("carbon_dioxide", Now, "ppm"),
        Of("carbon_monoxide", Now, "mg/m³, ppb, ppm, \u03BCg/m³"),
        Of("conductivity", Now, "S/cm, mS/cm, \u03BCS/cm"),
        Of("current", Now, "A, mA, \u03BCA"),
        Of("data_rate", Now, "B/s, GB/s, Gbit/s, GiB/s, KiB/s, MB/s, Mbit/s, MiB/s, bit/s, kB/s, kbit/s"),
        Of(
            "data_size",
            Any,
            "B, EB, EiB, GB, Gbit, GiB, KiB, MB, Mbit, MiB, PB, PiB, TB, TiB, YB, YiB, ZB, ZiB, bit, kB, kbit"),
        new("date") { IsNumeric = false, UnitMayBeAbsent = true },
        Of("distance", Any, "cm, ft, in, km, m, mi, mm, nmi, yd"),
        Of("duration", Any, "d, h, min, ms, s, \u03BCs"),
        Of("energy", Sum, EnergyUnits) with { NewerUnits = ["thm"] },
        Of("energy_distance", Now, "Wh/km, kWh/100km, km/kWh, mi/kWh"),
        Of("energy_storage", Now, EnergyUnits) with { NewerUnits = ["thm"] },
        new("enum") { IsNumeric = false, UnitMayBeAbsent = true },
        Of("frequency", Now, "GHz, Hz, MHz, kHz, mHz"),
        Of("gas", Sum, "CCF, L, MCF, ft³, m³"),
        Of("humidity", Now, "%"),
        Of("illuminance", Now, "lx"),
        Of("irradiance", Now, "BTU/(h\u22C5ft²), W/m²"),
        Of("moisture", Now, "%"),
        Of("monetary", "total", "") with { Units = null, UnitMayBeAbsent = true },
        Of("nitrogen_dioxide", Now, "ppb, ppm, \u03BCg/m³"),
        Of("nitrogen_monoxide", Now, "ppb, \u03BCg/m³"),
        Of("nitrous_oxide", Now, "\u03BCg/m³"),
        Of("ozone", Now, "ppb, ppm, \u03BCg/m³"),
        Of("ph", Now, "") with { UnitMayBeAbsent = true },
        Of("pm1", Now, "\u03BCg/m³"),
        Of("pm10", Now, "\u03BCg/m³"),
        Of("pm25", Now, "\u03BCg/m³"),
        Of("pm4", Now, "\u03BCg/m³"),
        Of("power", Now, "GW, MW, TW, W, kW, mW"),
        Of("power_factor", Now, "%") with { UnitMayBeAbsent = true },
        Of("precipitation", Any, "cm, in, mm"),
        Of("precipitation_intensity", Now, "in/d, in/h, mm/d, mm/h"),
        Of("pressure", Now, PressureUnits) with { NewerUnits = ["atm"] },
        Of("radon", Now, "Bq/m³, pCi/L"),
        Of("reactive_energy", Sum, "kvarh, varh"),
        Of("reactive_power", Now, "kvar, mvar, var"),
        Of("signal_strength", Now, "dB, dBm"),
        Of("sound_pressure", Now, "dB, dBA"),
        Of("speed", Now, "Beaufort, ft/s, in/d, in/h, in/s, km/h, kn, m/min, m/s, mm/d, mm/h, mm/s, mph"),
        Of("sulphur_dioxide", Now, "ppb, \u03BCg/m³"),
        Of("temperature", Now, "K, °C, °F"),
        Of("temperature_delta", Now, "K, °C, °F"),
        new("timestamp") { IsNumeric = false, UnitMayBeAbsent = true },
        new("uptime") { IsNumeric = false, UnitMayBeAbsent = true },
        Of("volatile_organic_compounds", Now, "mg/m³, \u03BCg/m³"),
        Of("volatile_organic_compounds_parts", Now, "ppb, ppm"),
        Of("voltage", Now, "MV, V, kV, mV, \u03BCV"),
        Of("volume", Sum, "CCF, L, MCF, fl. oz., ft³, gal, mL, m³"),
        Of("volume_flow_rate", Now, "L/h, L/min, L/s, ft³/min, gal/d, gal/h, gal/min, mL/s, m³/h, m³/min, m³/s"),
        Of("volume_storage", Now, "CCF, L, MCF, fl. oz., ft³, gal, mL, m³"),
        Of("water", Sum, "CCF, L, MCF, ft³, gal, m³"),
        Of("weight", "measurement total total_increasing", "g, kg, lb, mg, oz, st, \u03BCg"),
        Of("wind_direction", "measurement_angle", "°"),
        Of("wind_speed", Now, "Beaufort, ft/s, in/s, km/h, kn, m/min, m/s, mm/s, mph"),
    }.ToFrozenDictionary(known => known.Name, StringComparer.Ordinal);

    // Units are separated by a comma and a space: "fl. oz." has a space of its own.
    private static SensorClass Of(string name, string stateClasses, string units) => new(name)
    {
        StateClasses = [.. stateClasses.Split(' ')],
        Units = [.. units.Split(", ", StringSplitOptions.RemoveEmptyEntries)],
    };
}
