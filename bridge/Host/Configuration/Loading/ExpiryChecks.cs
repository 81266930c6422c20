using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;
using Bridge.Mqtt.Client;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Holds the age at which a value expires against the times at which a new one is told.</summary>
internal static class ExpiryChecks
{
    /// <summary>Tells what would let the value of a healthy device expire.</summary>
    /// <param name="scope">The entity's map.</param>
    /// <param name="device">The device, with its interval and publish rules.</param>
    /// <param name="entity">What the user sets for the entity.</param>
    public static void Run(Scope scope, DeviceOptions device, EntityOptions entity)
    {
        if (entity.Shown.ExpireAfter is { } age && Trouble(age, device, entity.Publish.Over(device.Publish)) is { } trouble)
        {
            scope.Fault(ShownKeys.ExpireAfter.Key, scope.Find(ShownKeys.ExpireAfter.Key), trouble);
        }
    }

    /// <summary>Tells which devices would be without a state between two readings.</summary>
    public static void Run(BridgeOptions options, Surroundings surroundings)
    {
        if (options.Mqtt.StateExpiry is not { } age
            || surroundings.Section(MqttKeys.Section) is var scope && scope.Find(MqttKeys.StateExpiry.Key) is not { } given)
        {
            return;
        }

        if (options.Mqtt.Protocol == MqttProtocol.V311)
        {
            scope.Warn(MqttKeys.StateExpiry.Key, given, "has no effect with mqtt.protocol 3.1.1");
        }

        var slow = options.Devices.Where(device => device.Enabled && age <= Between(device)).Select(static device => device.Id).ToArray();
        if (slow.Length > 0)
        {
            scope.Warn(MqttKeys.StateExpiry.Key, given, $"{Text(age)} is not longer than the time between two readings of "
                + $"{string.Join(", ", slow)}: in between, the broker has no state for who subscribes then");
        }
    }

    // A reading that is early is followed by one that is late.
    private static TimeSpan Between(DeviceOptions device) => device.Interval + (device.Jitter * 2);

    private static string? Trouble(TimeSpan age, DeviceOptions device, PublishOptions publish)
    {
        var between = Between(device);
        if (age <= between)
        {
            return $"{Text(age)} is not longer than the time between two readings ({Text(between)}): "
                + "each value would expire before the next one comes";
        }

        if (age <= publish.AtMostEvery)
        {
            return $"{Text(age)} is not longer than at_most_every ({Text(publish.AtMostEvery.Value)}): "
                + "each value would expire before the next one is told";
        }

        // What is told each time needs no such limit.
        var isHeldBack = publish.OnChange is { Kind: not ThresholdKind.None };
        return isHeldBack && !(publish.AtLeastEvery < age)
            ? $"on_change holds back what has not moved for longer than {Text(age)}, and it would expire: "
                + "set at_least_every to less"
            : null;
    }

    private static string Text(TimeSpan span) => DurationText.Write(span);
}
