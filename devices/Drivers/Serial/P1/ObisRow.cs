using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>What the value under one OBIS code becomes.</summary>
/// <param name="Code">The code, <c>1-0:1.8.0</c>.</param>
/// <param name="Form">How its text is read.</param>
/// <param name="Entity">What is published.</param>
internal sealed record ObisRow(string Code, ObisForm Form, Entity Entity);

/// <summary>How the text of a value is read.</summary>
internal enum ObisForm
{
    /// <summary>A number with its unit.</summary>
    Number,

    /// <summary>The time stamp in the first parentheses.</summary>
    Time,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A serial number.</summary>
    Serial,

    /// <summary><c>0001</c> and so on: the tariff in force.</summary>
    Tariff,

    /// <summary>A switch: 0 open, 1 closed, 2 ready to be closed; from some meters <c>OFF</c> and <c>ON</c>.</summary>
    Switch,
}
