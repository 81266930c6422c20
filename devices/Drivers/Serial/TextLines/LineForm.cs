namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>The forms in which values may stand in a line.</summary>
internal enum LineForm
{
    /// <summary>A regular expression with named groups.</summary>
    Regex,

    /// <summary>Columns in a fixed order.</summary>
    Csv,

    /// <summary>Pairs of key and value.</summary>
    KeyValue,

    /// <summary>A JSON object.</summary>
    Json,
}
