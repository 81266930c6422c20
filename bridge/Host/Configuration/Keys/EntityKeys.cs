using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>The keys of one entity, below <c>devices.{id}.entities</c>.</summary>
internal static class EntityKeys
{
    private const decimal Widest = 1_000_000_000;

    public static readonly Setting<string> Name = SettingOf.Text(
        "name", "Its name in Home Assistant; by default the driver's.", string.Empty,
        "a text of one line", TextForm.IsLine);

    public static readonly Setting<decimal> Offset = SettingOf.Number(
        "offset", "Added to the value, after `factor`.", 0, -Widest, Widest);

    public static readonly Setting<decimal> Factor = SettingOf.Number(
        "factor", "The value is multiplied by it.", 1, -Widest, Widest);

    public static readonly Setting<int> Precision = SettingOf.Integer(
        "precision", "Decimals that are published; by default the driver's.", 0, 0, 9) with
    {
        DefaultText = null,
    };

    public static readonly KeySet Section = new(
        "entities", "What is set for single entities, by their key.", [Name, Offset, Factor, Precision])
    {
        NotBuilt = ["expression", "expire_after"],
    };
}
