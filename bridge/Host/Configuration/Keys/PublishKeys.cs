using System.Collections.Immutable;
using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>The keys that say when a value is published, and what an outage does to it: of a device, of an entity, of a derived entity.</summary>
internal static class PublishKeys
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static readonly Setting<ChangeThreshold> OnChange = new(
        "on_change", SettingForm.Threshold,
        "Publishes only what has moved so far from the last published value; `true`: what is different.")
    {
        Default = new(ThresholdKind.None),
        Expected = "true, false, a number above 0, or a percentage such as 2% (at most 100%)",
        Example = "0.2",
        Parse = NumberText.Threshold,
    };

    public static readonly Setting<TimeSpan> AtLeastEvery = SettingOf.Duration(
        "at_least_every", "Publishes again after this time, changed or not, while the device is online.",
        TimeSpan.Zero, TimeSpan.FromSeconds(1), Week) with
    {
        DefaultText = null,
        Example = "1h",
    };

    public static readonly Setting<TimeSpan> AtMostEvery = SettingOf.Duration(
        "at_most_every", "Shortest time between two publications; the last value of that time follows at its end.",
        TimeSpan.Zero, TimeSpan.FromMilliseconds(100), Week) with
    {
        DefaultText = null,
        Example = "10s",
    };

    public static readonly Setting<bool> History = SettingOf.Boolean(
        "history", "Keeps what would be published while the broker is away, and sends it to the topic `history` later.", false);

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<Setting> All = [OnChange, AtLeastEvery, AtMostEvery, History];
}
