using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Reads the totals of one device, and holds them against the entities that it has.</summary>
/// <param name="surroundings">Sources and faults.</param>
/// <param name="device">The device, with its entities and derived entities.</param>
internal sealed class TotalReader(Surroundings surroundings, DeviceOptions device)
{
    private static readonly TimeSpan ShortestGap = TimeSpan.FromMinutes(5);

    private readonly ImmutableArray<Entity> _known = device.Driver.Entities(device.Settings);

    /// <summary>Mapping <c>totals</c>.</summary>
    public ImmutableArray<TotalOptions> Read()
    {
        var all = ImmutableArray.CreateBuilder<TotalOptions>();
        foreach (var (key, origin) in surroundings.Layers.Children("devices", device.Id, TotalKeys.Section.Name))
        {
            var path = $"devices:{device.Id}:{TotalKeys.Section.Name}:{key}";
            var scope = new Scope(surroundings, path, origin);
            if (TextForm.IsEntityKey(key) && One(scope, key) is { } total)
            {
                Check(scope, total);
                all.Add(total);
            }
        }

        return all.ToImmutable();
    }

    private TotalOptions? One(Scope scope, string key)
    {
        var kind = scope.Read(TotalKeys.Kind) as TotalKind?;
        var from = scope.Text(TotalKeys.From);
        var power = kind == TotalKind.Integral ? KilowattsOf(Find(from)?.Unit) : null;
        var options = new TotalOptions(key, kind ?? TotalKind.Pulses, from ?? string.Empty)
        {
            Name = scope.Text(TotalKeys.Name),
            Unit = scope.Text(TotalKeys.Unit) ?? (power is null ? null : "kWh"),
            DeviceClass = scope.Text(TotalKeys.DeviceClass) ?? (power is null ? null : "energy"),
            Precision = scope.Get(TotalKeys.Precision),
            SetReading = scope.Get(EntityKeys.SetReading),
            Gap = scope.Read(TotalKeys.Gap) as TimeSpan? ?? UsualGap,
            Publish = EntityReader.Publish(scope, device.Publish),
        };
        return kind is null || from is null ? null : options with
        {
            Factor = scope.Read(TotalKeys.Factor) as decimal? ?? UsualFactor(scope, options, power),
            Per = Per(scope, options, power is not null),
        };
    }

    private TimeSpan UsualGap => device.Interval * 3 > ShortestGap ? device.Interval * 3 : ShortestGap;

    // Powers that Home Assistant knows, in kW.
    private static decimal? KilowattsOf(string? unit) => unit switch
    {
        "mW" => 0.000001m,
        "W" => 0.001m,
        "kW" => 1,
        "MW" => 1000,
        _ => null,
    };

    private static decimal UsualFactor(Scope scope, TotalOptions options, decimal? power)
    {
        if (power is not { } kilowatts)
        {
            return 1;
        }

        if (KilowattsOf(options.Unit?.Replace("Wh", "W", StringComparison.Ordinal)) is not { } wanted
            || !options.Unit!.EndsWith("Wh", StringComparison.Ordinal))
        {
            scope.Fault(
                TotalKeys.Factor.Key, null, $"factor is missing: power becomes energy in mWh, Wh, kWh or MWh by itself, "
                + $"not in {options.Unit}");
            return 1;
        }

        return kilowatts / wanted;
    }

    private static TimeSpan Per(Scope scope, TotalOptions options, bool isPower)
    {
        var given = scope.Read(TotalKeys.Per) as TimeSpan?;
        foreach (var key in new[] { TotalKeys.Per.Key, TotalKeys.Gap.Key })
        {
            if (options.Kind != TotalKind.Integral && scope.Find(key) is { } stranger)
            {
                scope.Fault(key, stranger, $"only an integral has {key}");
            }
        }

        if (options.Kind == TotalKind.Integral && given is null && !isPower && scope.Find(TotalKeys.Per.Key) is null)
        {
            scope.Fault(
                TotalKeys.Per.Key, null, $"per is missing: what {options.From} tells is known only from the device, or is "
                + $"no power in W, kW or MW; expected {TotalKeys.Per.Expected}");
        }

        return given ?? TotalKeys.Per.Default;
    }

    private Entity? Find(string? key) => _known.FirstOrDefault(entity => entity.Key == key)
        ?? device.Derived.FirstOrDefault(derived => derived.Key == key)?.Entity;

    private void Check(Scope scope, TotalOptions total)
    {
        if (Find(total.Key) is not null)
        {
            scope.Fault(string.Empty, null, $"{device.Id} has an entity {total.Key} already; choose another key");
        }

        CheckSource(scope, total);
        foreach (var trouble in Announcing.Faults(total.Entity))
        {
            scope.Fault(string.Empty, null, trouble);
        }

        Announcing.Warn(scope, TotalKeys.DeviceClass.Key, total.Entity);
    }

    private void CheckSource(Scope scope, TotalOptions total)
    {
        var given = scope.Find(TotalKeys.From.Key);
        if (Find(total.From) is null && (!_known.IsEmpty || total.From == total.Key))
        {
            var keys = _known.Concat(device.Derived.Select(static derived => derived.Entity))
                .Select(static entity => entity.Key).ToArray();
            scope.Fault(TotalKeys.From.Key, given, $"there is no entity {total.From} to add up"
                + (Nearest.To(total.From, keys) is { } near ? Nearest.Hint(near) : $"; there are {string.Join(", ", keys)}"));
        }

        if (device.Entities.GetValueOrDefault(total.From) is { SetReading: true })
        {
            scope.Fault(TotalKeys.From.Key, given, $"{total.From} has set_reading: what is set there would be added here; "
                + "let the total have it");
        }

        if (total.Kind != TotalKind.Increments)
        {
            return;
        }

        if (device.Derived.Any(derived => derived.Key == total.From))
        {
            scope.Fault(TotalKeys.From.Key, given, $"{total.From} is calculated with each reading, whether its inputs came or "
                + "not; increments must come from the device");
        }

        if (device.Driver is StreamDriver && (device.Interval > TimeSpan.Zero || device.Tunable))
        {
            var key = device.Tunable ? "tunable" : $"interval ({DurationText.Write(device.Interval)})";
            scope.Fault(TotalKeys.Kind.Key, scope.Find(TotalKeys.Kind.Key), $"increments need every telegram; take {key} "
                + "away and use at_most_every");
        }
    }
}
