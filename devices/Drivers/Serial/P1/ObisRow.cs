using System.Text;
using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>What the value under one OBIS code becomes.</summary>
/// <param name="Code">The code, <c>1-0:1.8.0</c>.</param>
/// <param name="Form">How its text is read.</param>
/// <param name="SentUnit">The unit behind <c>*</c> in the telegram; empty for none.</param>
/// <param name="Entity">What is published.</param>
internal sealed record ObisRow(string Code, ObisForm Form, string SentUnit, Entity Entity)
{
    /// <summary>The unit as bytes of the line.</summary>
    public byte[] UnitBytes { get; } = Encoding.ASCII.GetBytes(SentUnit);
}

/// <summary>How the text of a value is read.</summary>
internal enum ObisForm
{
    /// <summary>A number, published as sent.</summary>
    Number,

    /// <summary>A number in thousands (kW, kvar, kVA), published in the unit itself.</summary>
    Thousands,

    /// <summary>The time stamp in the first parentheses.</summary>
    Time,

    /// <summary>A text.</summary>
    Text,

    /// <summary><c>0001</c> and so on: the tariff in force.</summary>
    Tariff,

    /// <summary>A switch: 0 open, 1 closed, 2 ready to be closed; from some meters <c>OFF</c> and <c>ON</c>.</summary>
    Switch,
}
