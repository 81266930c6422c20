using System.Collections.Immutable;

namespace Bridge.Devices.Model;

/// <summary>
/// What makes an entity the second value of another: the brightness of a light, the position of a cover. It has a value,
/// limits and commands like any entity; Home Assistant sees it as a part of the other.
/// </summary>
/// <param name="Of">Key of the entity that it belongs to.</param>
/// <param name="Name">What it is; the entity's key is <c>{of}_{name}</c>.</param>
public sealed record Aspect(string Of, string Name)
{
    /// <summary>Of a light: 0 to full.</summary>
    public const string Brightness = "brightness";

    /// <summary>Of a cover or valve: 0 closed to 100 open.</summary>
    public const string Position = "position";

    /// <summary>Of a fan: 0 off, 1 slowest, up to the fastest.</summary>
    public const string Percentage = "percentage";

    /// <summary>Of an update: the version that could be installed.</summary>
    public const string Latest = "latest";

    /// <summary>Where it stands in command topics: <c>lamp/brightness</c>.</summary>
    public string Path => $"{Of}/{Name}";
}

/// <summary>Makes the two entities of what has two values: the entity itself, then its <see cref="Aspect"/>.</summary>
public static class Aspects
{
    extension(Entity entity)
    {
        /// <summary>A light that can be dimmed.</summary>
        /// <param name="full">Full brightness, from 1.</param>
        public ImmutableArray<Entity> WithBrightness(int full = 255) => [entity, Number(entity, Aspect.Brightness, full)];

        /// <summary>A cover or valve that goes to any position.</summary>
        public ImmutableArray<Entity> WithPosition() => [entity, Number(entity, Aspect.Position, 100)];

        /// <summary>A fan that has speeds.</summary>
        /// <param name="fastest">The fastest, from 2; Home Assistant shows percent of it.</param>
        public ImmutableArray<Entity> WithPercentage(int fastest = 100) =>
            [entity, Number(entity, Aspect.Percentage, fastest)];

        /// <summary>An update that knows more than the installed version, which is the entity's own value.</summary>
        public ImmutableArray<Entity> WithLatest() => [entity, Part(entity, Aspect.Latest)];
    }

    private static Entity Number(Entity entity, string name, int highest) => Part(entity, name) with
    {
        Kind = EntityKind.Number,
        Lowest = 0,
        Highest = highest,
        Step = 1,
        Decimals = 0,
    };

    private static Entity Part(Entity entity, string name) => new($"{entity.Key}_{name}")
    {
        Aspect = new(entity.Key, name),
        Abilities = entity.Abilities,
    };
}
