namespace Bridge.Devices.Simulation;

/// <summary>The air around a simulated sensor.</summary>
/// <param name="Celsius">Temperature, −40 to 85 °C.</param>
/// <param name="Pascal">Pressure, 30,000 to 110,000 Pa.</param>
/// <param name="Percent">Relative humidity, 0 to 100 %.</param>
public readonly record struct Climate(double Celsius, double Pascal, double Percent);
