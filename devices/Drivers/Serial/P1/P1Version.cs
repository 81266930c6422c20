namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>The editions of P1 that a user can name; they differ in line and checksum, not in how codes are read.</summary>
internal enum P1Version
{
    /// <summary>115200 8N1; a checksum is held when it is there.</summary>
    Auto,

    /// <summary>DSMR 2.2 and 3.0: 9600 7E1, no checksum.</summary>
    WithoutChecksum,

    /// <summary>All others: 115200 8N1, with a checksum.</summary>
    WithChecksum,
}
