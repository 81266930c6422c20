using System.Globalization;
using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>Dates and times of ISO 8601, the only ones that Home Assistant takes for these device classes.</summary>
internal static class LineMoment
{
    private static readonly string[] Times =
    [
        .. from between in new[] { "'T'", "' '" }
           from clock in new[] { "HH:mm:ss.FFFFFFF", "HH:mm" }
           from offset in new[] { "'Z'", "zzz" }
           select $"yyyy-MM-dd{between}{clock}{offset}",
    ];

    /// <summary>Whether the values of an entity are moments.</summary>
    public static bool Is(Entity entity) => entity is
    {
        Kind: EntityKind.Sensor, DeviceClass: "date" or "timestamp" or "uptime",
    };

    /// <summary>What a text of such an entity must be, in words.</summary>
    public static string Expected(Entity entity) => entity.DeviceClass == "date"
        ? "date such as 2026-01-31"
        : "time with its offset such as 2026-01-31T12:30:00+01:00";

    /// <summary>Whether a text is one.</summary>
    public static bool Fits(Entity entity, string text) => entity.DeviceClass == "date"
        ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        : DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
