using System.Collections.Immutable;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Reads what the user sets for the entities of one device.</summary>
internal sealed class EntityReader(Surroundings surroundings, DeviceOptions device)
{
    /// <summary>Mapping <c>entities</c>.</summary>
    public ImmutableDictionary<string, EntityOptions> Read()
    {
        var entities = ImmutableDictionary.CreateBuilder<string, EntityOptions>(StringComparer.Ordinal);
        foreach (var (key, origin) in surroundings.Layers.Children("devices", device.Id, EntityKeys.Section.Name))
        {
            var path = $"devices:{device.Id}:{EntityKeys.Section.Name}:{key}";
            var scope = new Scope(surroundings, path, origin);
            var options = Entity(scope) with
            {
                Shown = ShownReader.Read(scope, device, key),
                OneEuro = OneEuro(key, path),
                Publish = Publish(scope, device.Publish),
            };
            ExpiryChecks.Run(scope, device, options);
            CounterChecks.Run(scope, device.Driver.Entities(device.Settings).FirstOrDefault(each => each.Key == key), options);
            entities[key] = options;
        }

        return entities.ToImmutable();
    }

    /// <summary>When values are published; <paramref name="below"/> is what holds where the map does not say.</summary>
    public static PublishOptions Publish(Scope scope, PublishOptions below)
    {
        var own = new PublishOptions
        {
            OnChange = scope.Read(PublishKeys.OnChange) as ChangeThreshold?,
            AtLeastEvery = scope.Read(PublishKeys.AtLeastEvery) as TimeSpan?,
            AtMostEvery = scope.Read(PublishKeys.AtMostEvery) as TimeSpan?,
            History = scope.Read(PublishKeys.History) as bool?,
        };
        var all = own.Over(below);
        if ((own.AtLeastEvery ?? own.AtMostEvery) is not null && all is { AtLeastEvery: { } least, AtMostEvery: { } most } && most > least)
        {
            var key = own.AtMostEvery is null ? PublishKeys.AtLeastEvery.Key : PublishKeys.AtMostEvery.Key;
            scope.Fault(key, scope.Find(key), $"at_most_every ({DurationText.Write(most)}) is longer than "
                + $"at_least_every ({DurationText.Write(least)})");
        }

        return own;
    }

    private static EntityOptions Entity(Scope scope)
    {
        var options = new EntityOptions
        {
            Offset = scope.Get(EntityKeys.Offset),
            Factor = scope.Get(EntityKeys.Factor),
            Calibrate = scope.Get(EntityKeys.Calibrate),
            Polynomial = scope.Get(EntityKeys.Polynomial),
            Range = scope.Read(EntityKeys.Range) as NumberRange?,
            MaxRate = scope.Read(EntityKeys.MaxRate) as decimal?,
            Relearn = scope.Get(EntityKeys.Relearn),
            Median = scope.Get(EntityKeys.Median),
            Mean = scope.Get(EntityKeys.Mean),
            Ema = scope.Get(EntityKeys.Ema),
            Precision = scope.Read(EntityKeys.Precision) as int?,
            IsCounter = scope.Get(EntityKeys.Kind),
            Hold = scope.Read(EntityKeys.Hold) as ChangeThreshold?,
            SetReading = scope.Get(EntityKeys.SetReading),
            Tunable = scope.Get(EntityKeys.Tunable),
            OnStart = scope.Get(EntityKeys.OnStart),
            OnStop = scope.Get(EntityKeys.OnStop),
        };
        CheckCalibration(scope);
        return options;
    }

    private static void CheckCalibration(Scope scope)
    {
        string[] ways = [EntityKeys.Polynomial.Key, EntityKeys.Calibrate.Key, EntityKeys.Offset.Key, EntityKeys.Factor.Key];
        var given = ways.Where(key => scope.Find(key) is not null).ToArray();
        if (given.Length > 1 && given[0] != EntityKeys.Offset.Key)
        {
            scope.Fault(given[0], scope.Find(given[0]), $"{given[0]} and {given[1]} are both given; "
                + "calibrate by offset and factor, by calibrate, or by polynomial");
        }
    }

    private OneEuroOptions? OneEuro(string entity, string path)
    {
        var name = EntityKeys.OneEuro.Name;
        var above = surroundings.Layers.Children("devices", device.Id, EntityKeys.Section.Name, entity)
            .FirstOrDefault(child => child.Key == name);
        if (above.Key is null)
        {
            return null;
        }

        var scope = new Scope(surroundings, $"{path}:{name}", above.Origin);
        return new(scope.Get(EntityKeys.MinCutoff), scope.Get(EntityKeys.Beta));
    }
}
