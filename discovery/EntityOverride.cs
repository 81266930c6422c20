using Bridge.Devices.Model;

namespace Bridge.Discovery;

/// <summary>What the user wants to see of an entity instead of what its driver says; null leaves it to the driver.</summary>
public sealed record EntityOverride
{
    /// <summary>
    /// Its name. None leaves it to Home Assistant, which names some kinds by their device class; others become the main
    /// function of their device, shown under the device's name alone.
    /// </summary>
    public TextOverride? Name { get; init; }

    /// <summary>Home Assistant's device class.</summary>
    public TextOverride? DeviceClass { get; init; }

    /// <summary>What values are said to be in; they are not converted.</summary>
    public TextOverride? Unit { get; init; }

    /// <summary>Icon <c>mdi:name</c>.</summary>
    public TextOverride? Icon { get; init; }

    /// <summary>Where it is shown.</summary>
    public EntityCategory? Category { get; init; }

    /// <summary>Whether Home Assistant switches it on when it first sees it.</summary>
    public bool? EnabledByDefault { get; init; }

    /// <summary>The entity id that Home Assistant gives it when it first sees it, <c>platform.name</c>.</summary>
    public string? DefaultEntityId { get; init; }

    /// <summary>
    /// How old a value of a sensor or binary sensor may be until Home Assistant shows none; null for any age. Such an entity
    /// has a state topic of its own, as each message there starts its clock anew.
    /// </summary>
    public TimeSpan? ExpireAfter { get; init; }

    /// <summary>The entity as the user wants to see it.</summary>
    public Entity Over(Entity entity)
    {
        var deviceClass = Text(DeviceClass, entity.DeviceClass);
        return entity with
        {
            Name = Name is not { } name ? entity.Name
                : name.Text ?? (DeviceClasses.AreNames(entity.Kind, deviceClass) ? null : string.Empty),
            DeviceClass = deviceClass,
            StateClass = DeviceClass is null ? entity.StateClass : DeviceClasses.Fitting(deviceClass, entity.StateClass),
            Unit = Text(Unit, entity.Unit),
            Icon = Text(Icon, entity.Icon),
            Category = Category ?? entity.Category,
            EnabledByDefault = EnabledByDefault ?? entity.EnabledByDefault,
        };
    }

    /// <summary>Whether Home Assistant can let values of such an entity expire.</summary>
    public static bool CanExpire(Entity entity) => entity.Kind is EntityKind.Sensor or EntityKind.BinarySensor;

    private static string? Text(TextOverride? own, string? usual) => own is { } given ? given.Text : usual;
}

/// <summary>A text that takes the place of another.</summary>
/// <param name="Text">The text; null for none at all.</param>
public readonly record struct TextOverride(string? Text);
