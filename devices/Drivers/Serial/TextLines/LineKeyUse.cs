using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>Which keys of an entry of <c>values</c> belong to which kind.</summary>
internal static class LineKeyUse
{
    private static readonly ImmutableArray<Setting> OfAll =
        [LineKeys.Field, LineKeys.Name, LineKeys.Kind, LineKeys.Category, LineKeys.Command];

    private static readonly ImmutableArray<Setting> OfValves =
    [
        LineKeys.DeviceClass, LineKeys.ValueOpen, LineKeys.ValueClosed, LineKeys.ValueOpening, LineKeys.ValueClosing,
        LineKeys.SendOpen, LineKeys.SendClose, LineKeys.SendStop,
    ];

    /// <summary>A key that was given and means nothing for a kind; null for none.</summary>
    public static string? Foreign(EntityKind kind, SettingValues settings) => Outside(settings, kind switch
    {
        EntityKind.Light or EntityKind.Fan => [.. OfAll, LineKeys.ValueOn, LineKeys.ValueOff],
        EntityKind.Cover => [.. OfAll, .. OfValves, LineKeys.ValueStopped],
        EntityKind.Valve => [.. OfAll, .. OfValves],
        _ => [.. LineKeys.All.Except([.. OfValves, LineKeys.ValueStopped]), LineKeys.DeviceClass],
    });

    /// <summary>A key that was given and means nothing for the second value of an entity; null for none.</summary>
    public static string? Own(LinePart part, SettingValues settings) => Outside(
        settings,
        part.Setting == LineKeys.PositionOf
            ? [LineKeys.Field, LineKeys.Command, part.Setting]
            : [LineKeys.Field, LineKeys.Command, LineKeys.Max, part.Setting]);

    /// <summary>A kind as the user writes it.</summary>
    public static string Word(EntityKind kind) =>
        kind == EntityKind.BinarySensor ? "binary_sensor" : kind.ToString().ToLowerInvariant();

    private static string? Outside(SettingValues settings, ImmutableArray<Setting> known) =>
        LineKeys.All.FirstOrDefault(each => settings.Has(each) && !known.Contains(each))?.Key;
}
