using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>How one entry of <c>values</c> is the second value of another one, its <see cref="Aspect"/>.</summary>
/// <param name="Setting">The key that names the other one.</param>
/// <param name="Name">What it is then, in words.</param>
/// <param name="Kinds">What the other one may be.</param>
/// <param name="Make">Makes the entity from the other one and the highest value.</param>
internal sealed record LinePart(
    Setting<string> Setting, string Name, ImmutableArray<EntityKind> Kinds, Func<Entity, int, Entity> Make)
{
    private const int MostSteps = 65535;

    private static readonly ImmutableArray<LinePart> All =
    [
        new(LineKeys.BrightnessOf, "brightness", [EntityKind.Light], static (of, full) => of.WithBrightness(full)[1]),
        new(
            LineKeys.PositionOf,
            "position",
            [EntityKind.Cover, EntityKind.Valve],
            static (of, _) => of.WithPosition()[1])
        {
            Most = 100,
        },
        new(LineKeys.SpeedOf, "speed", [EntityKind.Fan], static (of, most) => of.WithPercentage(most)[1])
        {
            Fewest = 2, // with one speed, a fan is on or off
            Most = 100,
        },
    ];

    /// <summary>The highest value unless the user gives one.</summary>
    public int Most { get; init; } = 255;

    /// <summary>The lowest that the highest value can be.</summary>
    public int Fewest { get; init; } = 1;

    /// <summary>The way that an entry goes; null for an entity of its own.</summary>
    public static LinePart? Of(SettingValues settings) => All.FirstOrDefault(part => settings.Has(part.Setting));

    /// <summary>What is announced; as long as the settings are wrong, a number for itself.</summary>
    /// <param name="key">Name of the entry.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="whole">Finds the entity of another entry.</param>
    public Entity EntityOf(string key, SettingValues settings, Func<string, Entity?> whole) =>
        whole(settings.Get(Setting)) is { } of && Kinds.Contains(of.Kind)
            ? Make(of, Highest(settings) ?? Most)
            : new(key) { Kind = EntityKind.Number };

    /// <summary>What is wrong with the entry, in words.</summary>
    /// <inheritdoc cref="EntityOf"/>
    public IEnumerable<string> Problems(string key, SettingValues settings, Func<string, Entity?> whole)
    {
        var name = settings.Get(Setting);
        var of = whole(name);
        if (of is null || !Kinds.Contains(of.Kind))
        {
            var kinds = string.Join(" or ", Kinds.Select(LineKeyUse.Word));
            yield return $"{key} is the {Name} of {name}, which is no {kinds}";
        }
        else if (!EntityKey.Fits(EntityOf(key, settings, whole).Key))
        {
            yield return $"{key} would be {EntityOf(key, settings, whole).Key}, which is longer than 63 characters; "
                + $"give {name} a shorter name";
        }

        if (LineKeyUse.Own(this, settings) is { } foreign)
        {
            yield return $"{key} is the {Name} of {name} and has no {foreign}";
        }
        else if (Highest(settings) is null)
        {
            yield return $"{key} has a max that is not a whole number from {Fewest} to {MostSteps}";
        }
    }

    private int? Highest(SettingValues settings) => !settings.Has(LineKeys.Max) ? Most
        : settings.Get(LineKeys.Max) is var max && max >= Fewest && max <= MostSteps && decimal.IsInteger(max)
            ? (int)max
            : null;
}
