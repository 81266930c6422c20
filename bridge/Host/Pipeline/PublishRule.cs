using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>Says when the last accepted value of one entity is to be published; the first one always is.</summary>
/// <param name="options">What the user sets.</param>
/// <param name="repeats">Whether a value may be published again without having been told again.</param>
internal sealed class PublishRule(PublishOptions options, bool repeats = true)
{
    private readonly ChangeThreshold _threshold = options.OnChange ?? new(ThresholdKind.None);

    private Value? _published;
    private TimeSpan _publishedAt;
    private bool _isNew;

    /// <summary>Whether what is published is also to be told later, when it cannot be told now.</summary>
    public bool KeepsHistory => options.History == true;

    /// <summary>The last value that was offered.</summary>
    public Value Latest { get; private set; }

    /// <summary>A value was accepted; true when it is to be published now.</summary>
    public bool Offer(Value value, TimeSpan now)
    {
        Latest = value;
        _isNew = true;
        return IsDue(now);
    }

    /// <summary>A value is published now, whatever the rule says.</summary>
    public void Put(Value value, TimeSpan now)
    {
        Latest = value;
        (_published, _publishedAt, _isNew) = (value, now, false);
    }

    /// <summary>True when <see cref="Latest"/> is to be published now, which is then taken as done.</summary>
    public bool IsDue(TimeSpan now)
    {
        if (_published is { } published)
        {
            var age = now - _publishedAt;
            var isWanted = (_isNew && HasChanged(published)) || ((repeats || _isNew) && age >= options.AtLeastEvery);
            if (!isWanted || age < options.AtMostEvery)
            {
                return false;
            }
        }
        else if (!_isNew)
        {
            return false;
        }

        Put(Latest, now);
        return true;
    }

    private bool HasChanged(Value published)
    {
        if (_threshold.Kind == ThresholdKind.None)
        {
            return true;
        }

        if (_threshold.Kind == ThresholdKind.Any
            || published.Kind != ValueKind.Number
            || Latest.Kind != ValueKind.Number)
        {
            return published != Latest;
        }

        var band = _threshold.Kind == ThresholdKind.Absolute
            ? _threshold.Amount
            : Math.Abs(published.Number) / 100 * _threshold.Amount;
        return published != Latest && Distance.Between(published.Number, Latest.Number) >= band;
    }
}
