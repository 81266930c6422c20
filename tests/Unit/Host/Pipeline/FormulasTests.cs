using Bridge.Host.Pipeline;

namespace Bridge.Unit.Host.Pipeline;

public sealed class FormulasTests
{
    // Psychrometric tables; saturated air has its own temperature as dew point.
    [Theory]
    [InlineData(25, 60, 16.7)]
    [InlineData(20, 50, 9.3)]
    [InlineData(20, 100, 20)]
    [InlineData(0, 80, -3.0)]
    public void Dew_point(double temperature, double humidity, double expected) =>
        Formulas.DewPoint(temperature, humidity).Should().BeApproximately(expected, 0.06);

    // Density of saturated water vapour: 4.85 g/m³ at 0 °C, 17.3 at 20 °C, 30.4 at 30 °C; Magnus is good to half a percent.
    [Theory]
    [InlineData(0, 100, 4.85)]
    [InlineData(20, 100, 17.3)]
    [InlineData(20, 50, 8.65)]
    [InlineData(30, 100, 30.4)]
    public void Absolute_humidity(double temperature, double humidity, double expected) =>
        Formulas.AbsoluteHumidity(temperature, humidity).Should().BeApproximately(expected, expected * 0.005);

    // ISO 2533 standard atmosphere: 1013.25 hPa and 15 °C at sea level.
    [Theory]
    [InlineData(1013.25, 15, 0)]
    [InlineData(898.746, 8.5, 1000)]
    [InlineData(794.952, 2, 2000)]
    public void Sea_level_pressure_of_the_standard_atmosphere(double pressure, double temperature, double altitude) =>
        Formulas.SeaLevelPressure(pressure, temperature, altitude).Should().BeApproximately(1013.25, 0.05);

    // Chart of the US National Weather Service, in whole degrees Fahrenheit.
    [Theory]
    [InlineData(80, 40, 80)]
    [InlineData(86, 90, 105)]
    [InlineData(90, 50, 95)]
    [InlineData(100, 40, 109)]
    [InlineData(110, 40, 136)]
    public void Heat_index(double temperature, double humidity, double expected) =>
        ((Formulas.HeatIndex((temperature - 32) / 1.8, humidity) * 1.8) + 32).Should().BeApproximately(expected, 0.6);

    [Theory]
    [InlineData(20, 0)]
    [InlineData(20, -5)]
    [InlineData(-243.12, 50)]
    public void What_cannot_be_has_no_dew_point(double temperature, double humidity) =>
        double.IsFinite(Formulas.DewPoint(temperature, humidity)).Should().BeFalse();
}
