using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Discovery;
using Bridge.Discovery.Contract;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Reads how one entity is to be shown, and holds it against what Home Assistant takes.</summary>
internal static class ShownReader
{
    /// <summary>The keys of <see cref="ShownKeys"/>; a key without a value takes away what the driver says.</summary>
    public static EntityOverride Read(Scope scope, DeviceOptions device, string key)
    {
        var shown = new EntityOverride
        {
            Name = Text(scope, EntityKeys.Name),
            DeviceClass = Text(scope, ShownKeys.DeviceClass),
            Unit = Text(scope, ShownKeys.Unit),
            Icon = Text(scope, ShownKeys.Icon),
            Category = IsRemoved(scope, ShownKeys.Category)
                ? EntityCategory.None
                : scope.Read(ShownKeys.Category) as EntityCategory?,
            EnabledByDefault = IsRemoved(scope, ShownKeys.EnabledByDefault)
                ? true
                : scope.Read(ShownKeys.EnabledByDefault) as bool?,
            DefaultEntityId = scope.Text(ShownKeys.DefaultEntityId),
            ExpireAfter = scope.Read(ShownKeys.ExpireAfter) as TimeSpan?,
        };

        // What a device tells itself is checked when it has told it.
        if (shown != new EntityOverride()
            && device.Driver.Entities(device.Settings).FirstOrDefault(each => each.Key == key) is { } entity)
        {
            Check(scope, entity, shown);
        }

        return shown;
    }

    private static TextOverride? Text(Scope scope, Setting<string> setting) =>
        IsRemoved(scope, setting) ? new TextOverride(null)
        : scope.Text(setting) is { } text ? new TextOverride(text)
        : null;

    private static bool IsRemoved(Scope scope, Setting setting) =>
        scope.Find(setting.Key) is null && scope.Place(setting.Key) is not null;

    private static void Check(Scope scope, Entity entity, EntityOverride shown)
    {
        if (entity.Aspect is { } aspect)
        {
            scope.Fault(string.Empty, null, $"{entity.Key} is shown as a part of {aspect.Of}; set it there");
            return;
        }

        var platform = DeviceClasses.PlatformOf(entity.Kind);
        if (shown.DefaultEntityId is { } id && !id.StartsWith(platform + ".", StringComparison.Ordinal))
        {
            Tell(scope, ShownKeys.DefaultEntityId, $"{entity.Key} is a {platform}"
                + Nearest.Hint($"{platform}.{id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..]}"));
        }

        if (shown.DeviceClass?.Text is { } own && !DeviceClasses.Of(entity.Kind).Contains(own, StringComparer.Ordinal))
        {
            var known = DeviceClasses.Of(entity.Kind);
            Tell(scope, ShownKeys.DeviceClass, known.IsEmpty
                ? $"a {platform} has no device class"
                : $"a {platform} has no device class {own}"
                    + (Nearest.To(own, known) is { } near ? Nearest.Hint(near) : $"; it has {string.Join(", ", known)}"));
            return;
        }

        if (shown.ExpireAfter is not null && !EntityOverride.CanExpire(entity))
        {
            Tell(scope, ShownKeys.ExpireAfter, $"a {platform} does not expire; sensors and binary sensors can");
        }

        if (shown.Unit?.Text is { } unit && entity.Kind is not (EntityKind.Sensor or EntityKind.Number))
        {
            Tell(scope, ShownKeys.Unit, $"a {platform} has no unit '{unit}'");
            return;
        }

        foreach (var finding in TrialDocument.Findings(entity, shown))
        {
            Tell(scope, finding, entity, shown);
        }
    }

    private static void Tell(Scope scope, Finding finding, Entity entity, EntityOverride shown)
    {
        var setting = Blamed(finding.Text, shown);
        var hint = shown.Unit?.Text is { } unit && setting == ShownKeys.Unit
            ? Nearest.Hint(Meant(unit, shown.Over(entity).DeviceClass))
            : string.Empty;
        if (finding.Severity == Severity.Error)
        {
            Tell(scope, setting, finding.Text + hint);
        }
        else
        {
            scope.Warn(setting.Key, Given(scope, setting), finding.Text + hint);
        }
    }

    // A unit that is a part of the right one is nearer than one of as many letters: C is °C, not K.
    private static string? Meant(string unit, string? deviceClass)
    {
        var known = deviceClass is null ? [] : DeviceClasses.UnitsOf(deviceClass);
        return known.FirstOrDefault(each => each.Equals(unit, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(each => each.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            ?? Nearest.To(unit, known);
    }

    /// <summary>Of the keys that were given, the one that a finding is most likely about; the class asks for most.</summary>
    private static Setting Blamed(string finding, EntityOverride shown)
    {
        (Setting Setting, bool IsGiven, string Word)[] all =
        [
            (ShownKeys.Category, shown.Category is not null, "category"),
            (ShownKeys.Icon, shown.Icon is not null, "icon"),
            (EntityKeys.Name, shown.Name is not null, "name"),
            (ShownKeys.Unit, shown.Unit is not null, "unit"),
            (ShownKeys.DeviceClass, shown.DeviceClass is not null, "class"),
        ];
        var given = all.Where(static each => each.IsGiven).ToArray();
        return given.FirstOrDefault(each => finding.Contains(each.Word, StringComparison.Ordinal)).Setting
            ?? given.LastOrDefault().Setting
            ?? ShownKeys.DefaultEntityId;
    }

    private static void Tell(Scope scope, Setting setting, string message) =>
        scope.Fault(setting.Key, Given(scope, setting), message);

    private static Given Given(Scope scope, Setting setting) =>
        scope.Find(setting.Key) ?? new Given(string.Empty, scope.Place(setting.Key) ?? string.Empty);
}
