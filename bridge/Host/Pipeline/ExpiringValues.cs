using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>
/// Which values of one device expire, and which of them are to be told: a message starts Home Assistant's clock anew,
/// so none may go out for a value that the device has not told lately.
/// </summary>
internal sealed class ExpiringValues(DeviceOptions options)
{
    private readonly Dictionary<string, Age> _ages = new(StringComparer.Ordinal);

    /// <summary>Sets which entities the device has. What is known of those that stay is kept.</summary>
    public void SetEntities(IEnumerable<Entity> entities)
    {
        foreach (var entity in entities.Where(EntityOverride.CanExpire))
        {
            if (options.Entities.GetValueOrDefault(entity.Key)?.Shown.ExpireAfter is { } most)
            {
                _ages.TryAdd(entity.Key, new(most));
            }
        }
    }

    /// <summary>True for a value that expires.</summary>
    public bool Has(string key) => _ages.ContainsKey(key);

    /// <summary>The device told a value just now; it was accepted.</summary>
    public void Accept(string key, TimeSpan now)
    {
        if (_ages.TryGetValue(key, out var age))
        {
            age.Accepted = now;
        }
    }

    /// <summary>A value is part of the state from now on, and is to be told.</summary>
    public void Publish(string key, Value value)
    {
        if (_ages.TryGetValue(key, out var age))
        {
            (age.Value, age.IsDue) = (value, true);
        }
    }

    /// <summary>The values to be told now, each once; with <paramref name="all"/>, all that have not expired.</summary>
    public ImmutableArray<ExpiringValue> Take(bool all, TimeSpan now)
    {
        var values = ImmutableArray.CreateBuilder<ExpiringValue>();
        foreach (var (key, age) in _ages)
        {
            if (age.Accepted is { } accepted && now - accepted < age.Most && (all || age.IsDue))
            {
                values.Add(new(key, age.Value, age.Most));
            }

            age.IsDue = false;
        }

        return values.DrainToImmutable();
    }

    private sealed class Age(TimeSpan most)
    {
        public TimeSpan Most => most;

        public Value Value { get; set; }

        /// <summary>When the device told it last; null before it has, in this life of the bridge.</summary>
        public TimeSpan? Accepted { get; set; }

        public bool IsDue { get; set; }
    }
}

/// <summary>A value that is told on a topic of its own.</summary>
/// <param name="Key">Its entity.</param>
/// <param name="Value">The value.</param>
/// <param name="ExpireAfter">The age at which it is worth nothing.</param>
internal readonly record struct ExpiringValue(string Key, Value Value, TimeSpan ExpireAfter);
