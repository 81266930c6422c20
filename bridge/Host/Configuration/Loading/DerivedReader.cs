using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration.Keys;
using Bridge.Host.Expressions;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Reads the derived entities of one device, and holds them against those that it has.</summary>
internal sealed class DerivedReader(Surroundings surroundings, DeviceOptions device)
{
    private readonly ImmutableArray<Entity> _known = device.Driver.Entities(device.Settings);

    /// <summary>Mapping <c>derived</c>.</summary>
    public ImmutableArray<DerivedOptions> Read()
    {
        var all = ImmutableArray.CreateBuilder<DerivedOptions>();
        foreach (var (key, origin) in surroundings.Layers.Children("devices", device.Id, DerivedKeys.Section.Name))
        {
            var path = $"devices:{device.Id}:{DerivedKeys.Section.Name}:{key}";
            var scope = new Scope(surroundings, path, origin);
            if (TextForm.IsEntityKey(key) && One(scope, key) is { } derived)
            {
                Check(scope, derived, all);
                all.Add(derived);
            }
        }

        return all.ToImmutable();
    }

    private DerivedOptions? One(Scope scope, string key)
    {
        if (KindOf(scope, key) is not { } kind)
        {
            return null;
        }

        var options = new DerivedOptions(key, kind)
        {
            From = From(scope, kind),
            Altitude = scope.Get(DerivedKeys.Altitude),
            Expression = kind == DerivedKind.Expression ? Parsed(scope) : null,
            Name = scope.Text(DerivedKeys.Name),
            Unit = scope.Text(DerivedKeys.Unit),
            DeviceClass = scope.Text(DerivedKeys.DeviceClass),
            StateClass = scope.Get(DerivedKeys.StateClass),
            Precision = scope.Read(DerivedKeys.Precision) as int?,
            Publish = EntityReader.Publish(scope, device.Publish),
        };
        CheckFit(scope, kind);
        return kind == DerivedKind.Expression && options.Expression is null ? null : options;
    }

    private static DerivedKind? KindOf(Scope scope, string key)
    {
        if (scope.Find(DerivedKeys.Kind.Key) is not null)
        {
            return scope.Read(DerivedKeys.Kind) as DerivedKind?;
        }

        if (scope.Find(DerivedKeys.Expression.Key) is not null)
        {
            return DerivedKind.Expression;
        }

        if (DerivedKeys.Kind.Read(key) is DerivedKind named && named != DerivedKind.Expression)
        {
            return named;
        }

        scope.Fault(DerivedKeys.Kind.Key, null, $"kind is missing; expected {DerivedKeys.Kind.Expected}");
        return null;
    }

    private static ImmutableArray<string> From(Scope scope, DerivedKind kind)
    {
        var usual = DerivedKeys.InputsOf(kind).Select(static input => input.Key).ToImmutableArray();
        if (usual.IsEmpty || scope.Read(DerivedKeys.From) is not ImmutableArray<string> given)
        {
            return usual;
        }

        if (given.Length == usual.Length)
        {
            return given;
        }

        scope.Fault(DerivedKeys.From.Key, scope.Find(DerivedKeys.From.Key), $"expected {DerivedKeys.From.Expected}");
        return usual;
    }

    private static Expression? Parsed(Scope scope)
    {
        if (scope.Read(DerivedKeys.Expression with { Required = true }) is not string text)
        {
            return null;
        }

        try
        {
            return Expression.Parse(text);
        }
        catch (ExpressionException trouble)
        {
            scope.Fault(DerivedKeys.Expression.Key, scope.Find(DerivedKeys.Expression.Key), trouble.Message);
            return null;
        }
    }

    // Keys that the kind does not have would be passed over in silence.
    private static void CheckFit(Scope scope, DerivedKind kind)
    {
        string[] strangers = kind == DerivedKind.Expression
            ? [DerivedKeys.From.Key, DerivedKeys.Altitude.Key]
            : [DerivedKeys.Expression.Key, DerivedKeys.Unit.Key, DerivedKeys.DeviceClass.Key, DerivedKeys.StateClass.Key];
        foreach (var key in strangers)
        {
            if (scope.Find(key) is { } given)
            {
                scope.Fault(key, given, kind == DerivedKind.Expression
                    ? $"an expression has no {key}"
                    : $"only an expression has {key}");
            }
        }

        var altitude = scope.Find(DerivedKeys.Altitude.Key);
        if (kind == DerivedKind.SeaLevelPressure && altitude is null)
        {
            scope.Fault(DerivedKeys.Altitude.Key, null, $"altitude is missing; expected {DerivedKeys.Altitude.Expected}");
        }
        else if (kind is not (DerivedKind.SeaLevelPressure or DerivedKind.Expression) && altitude is not null)
        {
            scope.Fault(DerivedKeys.Altitude.Key, altitude, "only sea_level_pressure has altitude");
        }
    }

    private void Check(Scope scope, DerivedOptions derived, IEnumerable<DerivedOptions> earlier)
    {
        if (_known.Any(entity => entity.Key == derived.Key))
        {
            scope.Fault(string.Empty, null, $"{device.Driver.Name} has an entity {derived.Key} of its own; choose another key");
        }

        CheckInputs(scope, derived, [.. _known, .. earlier.Select(static other => other.Entity)]);
        foreach (var trouble in Announcing.Faults(derived.Entity))
        {
            scope.Fault(string.Empty, null, trouble);
        }
    }

    // A device that tells its entities itself may have any.
    private void CheckInputs(Scope scope, DerivedOptions derived, ImmutableArray<Entity> entities)
    {
        var isExpression = derived.Kind == DerivedKind.Expression;
        var given = isExpression ? DerivedKeys.Expression.Key : DerivedKeys.From.Key;
        var inputs = isExpression ? derived.Expression!.Inputs : derived.From;
        foreach (var (index, input) in inputs.Index())
        {
            if (entities.FirstOrDefault(entity => entity.Key == input) is not { } entity)
            {
                if (!_known.IsEmpty || input == derived.Key)
                {
                    var keys = entities.Select(static known => known.Key).ToArray();
                    scope.Fault(given, scope.Find(given), $"there is no entity {input} to calculate from"
                        + (Nearest.To(input, keys) is { } near ? Nearest.Hint(near) : $"; there are {string.Join(", ", keys)}"));
                }
            }
            else if (!isExpression && DerivedKeys.InputsOf(derived.Kind)[index].Unit is var unit && entity.Unit != unit)
            {
                scope.Fault(given, scope.Find(given), $"{input} is in {entity.Unit ?? "no unit"}, not in {unit}");
            }
        }
    }
}
