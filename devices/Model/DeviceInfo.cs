namespace Bridge.Devices.Model;

/// <summary>What is known of the thing itself; a null is unknown and is not published.</summary>
public sealed record DeviceInfo
{
    /// <summary>Who makes it.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>What it is, as on its label.</summary>
    public string? Model { get; init; }

    /// <summary>Its own serial number or equipment id.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Version of its firmware or of the protocol it speaks.</summary>
    public string? SoftwareVersion { get; init; }

    /// <summary>Version of its hardware.</summary>
    public string? HardwareVersion { get; init; }

    /// <summary>This, with what <paramref name="newer"/> knows put over it.</summary>
    public DeviceInfo With(DeviceInfo newer) => new()
    {
        Manufacturer = newer.Manufacturer ?? Manufacturer,
        Model = newer.Model ?? Model,
        SerialNumber = newer.SerialNumber ?? SerialNumber,
        SoftwareVersion = newer.SoftwareVersion ?? SoftwareVersion,
        HardwareVersion = newer.HardwareVersion ?? HardwareVersion,
    };
}
