namespace Bridge.Host.Pipeline;

/// <summary>Formulas of derived quantities; what has no result is not a number or not finite.</summary>
internal static class Formulas
{
    private const double AbsoluteZero = -273.15; // °C

    /// <summary>Dew point in °C, by Magnus' formula over water (WMO-No. 8, coefficients of Sonntag 1990).</summary>
    /// <param name="temperature">In °C.</param>
    /// <param name="humidity">Relative, in %.</param>
    public static double DewPoint(double temperature, double humidity)
    {
        var gamma = Math.Log(humidity / 100) + (17.62 * temperature / (243.12 + temperature));
        return 243.12 * gamma / (17.62 - gamma);
    }

    /// <summary>Water vapour in g/m³: the ideal gas law over the vapour pressure by Magnus.</summary>
    /// <param name="temperature">In °C.</param>
    /// <param name="humidity">Relative, in %.</param>
    public static double AbsoluteHumidity(double temperature, double humidity)
    {
        const double gramKelvinPerJoule = 2.16679; // 1000 / specific gas constant of water vapour, 461.5 J/(kg·K)
        var vapour = humidity * 6.112 * Math.Exp(17.62 * temperature / (243.12 + temperature)); // Pa: hPa · 100 / 100
        return gramKelvinPerJoule * vapour / (temperature - AbsoluteZero);
    }

    /// <summary>Pressure at sea level by the barometric formula, in the unit of <paramref name="pressure"/>.</summary>
    /// <param name="pressure">At the place.</param>
    /// <param name="temperature">At the place, in °C.</param>
    /// <param name="altitude">Of the place, in m.</param>
    public static double SeaLevelPressure(double pressure, double temperature, double altitude)
    {
        const double lapse = 0.0065; // K/m, standard atmosphere (ISO 2533)
        const double exponent = 5.25588; // g·M / (R·lapse)
        var atSeaLevel = temperature - AbsoluteZero + (lapse * altitude);
        return pressure * Math.Pow(1 - (lapse * altitude / atSeaLevel), -exponent);
    }

    /// <summary>Heat index in °C after the US National Weather Service (Rothfusz, SR 90-23, with its adjustments).</summary>
    /// <param name="temperature">In °C.</param>
    /// <param name="humidity">Relative, in %.</param>
    public static double HeatIndex(double temperature, double humidity)
    {
        var t = (temperature * 1.8) + 32;
        var simple = (t + (0.5 * (t + 61 + ((t - 68) * 1.2) + (humidity * 0.094)))) / 2;
        var index = simple < 80 ? simple : Regression(t, humidity) + Adjustment(t, humidity);
        return (index - 32) / 1.8;
    }

    private static double Regression(double t, double r) =>
        -42.379 + (2.04901523 * t) + (10.14333127 * r) - (0.22475541 * t * r) - (0.00683783 * t * t)
        - (0.05481717 * r * r) + (0.00122874 * t * t * r) + (0.00085282 * t * r * r) - (0.00000199 * t * t * r * r);

    private static double Adjustment(double t, double r) => (t, r) switch
    {
        ( >= 80 and <= 112, < 13) => -((13 - r) / 4) * Math.Sqrt((17 - Math.Abs(t - 95)) / 17),
        ( >= 80 and <= 87, > 85) => (r - 85) / 10 * ((87 - t) / 5),
        _ => 0,
    };
}
