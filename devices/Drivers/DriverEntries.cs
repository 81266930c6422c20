namespace Bridge.Devices.Drivers;

/// <summary>The entries of all driver files; read by <see cref="DriverCatalog"/>.</summary>
internal static partial class DriverEntries;
