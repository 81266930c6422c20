using Bridge.Devices.Model;

namespace Bridge.Devices.Simulation;

/// <summary>
/// An SDM120 in front of a made-up heat pump, whose power rises and falls every ten minutes. What it tells depends only on
/// its seed and the time, and its energy is that of its power.
/// </summary>
public static class SimulatedSdm120
{
    private const int Registers = 0x158;
    private const double Usual = 900, Swing = 500; // W
    private const double Round = 600; // s
    private const double PowerFactor = 0.95;

    private static readonly DateTimeOffset Installed = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The meter as a unit of a line.</summary>
    /// <param name="seed">Chooses the flicker of the voltage.</param>
    /// <param name="time">The clock of the heat pump.</param>
    public static SimulatedUnit Unit(int seed, TimeProvider time)
    {
        var noise = new Noise(seed);
        return new SimulatedUnit(unit => Fill(unit, noise, time.GetUtcNow()))
            .With(ModbusTable.InputRegisters, 0, new ushort[Registers]);
    }

    private static void Fill(SimulatedUnit unit, Noise noise, DateTimeOffset now)
    {
        var seconds = (now - Installed).TotalSeconds;
        var angle = seconds / Round * Math.Tau;
        var power = Usual + (Swing * Math.Sin(angle));
        var energy = ((Usual * seconds) + (Swing * Round / Math.Tau * (1 - Math.Cos(angle)))) / 3_600_000; // kWh
        var voltage = 229 + (noise.At((long)seconds, 1, 20) / 10.0);
        var apparent = power / PowerFactor;
        var perPower = Math.Sqrt((1 / (PowerFactor * PowerFactor)) - 1);
        (ushort Address, double Value)[] values =
        [
            (0x00, voltage), (0x06, apparent / voltage), (0x0C, power), (0x12, apparent), (0x18, power * perPower),
            (0x1E, PowerFactor), (0x46, 50), (0x48, energy), (0x4C, energy * perPower), (0x156, energy),
        ];
        foreach (var (address, value) in values)
        {
            unit.WithFloat(ModbusTable.InputRegisters, address, (float)value);
        }
    }
}
