namespace Bridge.Devices.Model;

/// <summary>How a serial line is set.</summary>
/// <param name="Baud">Bits per second, 50 to 4,000,000; any number, not only the usual ones.</param>
/// <param name="DataBits">5 to 8.</param>
/// <param name="Parity">Parity bit.</param>
/// <param name="StopBits">1 or 2.</param>
public readonly record struct LineSettings(int Baud, int DataBits = 8, Parity Parity = Parity.None, int StopBits = 1)
{
    /// <summary>Short form as the field writes it: <c>115200 8N1</c>.</summary>
    public override string ToString() => $"{Baud} {DataBits}{Parity.ToString()[0]}{StopBits}";
}

/// <summary>Parity bit of a serial line.</summary>
public enum Parity
{
    /// <summary>No parity bit.</summary>
    None,

    /// <summary>Even parity.</summary>
    Even,

    /// <summary>Odd parity.</summary>
    Odd,
}
