using System.Text;
using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Host.Link;

namespace Bridge.Host.Cli.Demo;

/// <summary>What a subscriber learns from the broker: devices with their entities, values and availability.</summary>
internal sealed class DemoTable(Topics topics, TimeProvider time)
{
    private readonly Dictionary<string, DemoDevice> _byDocument = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DemoDevice> _byTopic = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DemoEntity> _events = new(StringComparer.Ordinal);

    /// <summary>The devices in the order of their announcement, the bridge itself left out.</summary>
    public IReadOnlyList<DemoDevice> Devices { get; private set; } = [];

    /// <summary>Takes a message; returns the device it changed, or null.</summary>
    public DemoDevice? Take(string topic, ReadOnlyMemory<byte> payload)
    {
        if (topic.EndsWith("/config", StringComparison.Ordinal))
        {
            return payload.IsEmpty ? null : TakeDocument(topic, payload);
        }

        if (!_byTopic.TryGetValue(topic, out var device) || payload.IsEmpty)
        {
            return null;
        }

        if (topic == device.AvailabilityTopic)
        {
            device.Availability = Encoding.UTF8.GetString(payload.Span);
        }
        else if (_events.TryGetValue(topic, out var happening))
        {
            TakeEvent(device, happening, payload);
        }
        else
        {
            TakeState(device, payload);
        }

        return device;
    }

    private DemoDevice? TakeDocument(string topic, ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement;
        if (!root.TryGetProperty("state_topic", out var state) || !topics.IsDeviceState(state.GetString()!))
        {
            return null;
        }

        var device = new DemoDevice(root.GetProperty("device").GetProperty("name").GetString()!)
        {
            StateTopic = state.GetString()!,
            AvailabilityTopic = root.GetProperty("availability")[1].GetProperty("topic").GetString()!,
        };
        foreach (var component in root.GetProperty("components").EnumerateObject())
        {
            var platform = component.Value.GetProperty("platform").GetString();
            if (platform != "device_automation" && !component.Value.TryGetProperty("entity_category", out _))
            {
                device.Entities.Add(Entity(component));
            }

            if (platform == "event")
            {
                var happens = component.Value.GetProperty("state_topic").GetString()!;
                _events[happens] = device.Entities[^1];
                _byTopic[happens] = device;
            }
        }

        if (_byDocument.TryGetValue(topic, out var before))
        {
            device.Availability = before.Availability;
            device.Inherit(before);
        }

        _byDocument[topic] = device;
        _byTopic[device.StateTopic] = device;
        _byTopic[device.AvailabilityTopic] = device;
        Devices = [.. _byDocument.Values];
        return null;
    }

    private static DemoEntity Entity(JsonProperty component)
    {
        var value = component.Value;
        var name = value.TryGetProperty("name", out var own) ? own.GetString()
            : value.TryGetProperty("device_class", out var deviceClass) ? EntityKey.InWords(deviceClass.GetString()!)
            : component.Name;
        var unit = value.TryGetProperty("unit_of_measurement", out var text) ? text.GetString() : null;
        return new(component.Name, name ?? component.Name, unit);
    }

    // The type, and what else is told: "multi_press_end 2".
    private void TakeEvent(DemoDevice device, DemoEntity happening, ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        happening.Value = string.Join(' ', document.RootElement.EnumerateObject().Select(static each => each.Value.ToString()));
        device.ReceivedAt = time.GetTimestamp();
    }

    private void TakeState(DemoDevice device, ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        foreach (var entity in device.Entities)
        {
            if (document.RootElement.TryGetProperty(entity.Key, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                entity.Value = value.ValueKind switch
                {
                    JsonValueKind.True => "on",
                    JsonValueKind.False => "off",
                    _ => value.ToString(),
                };
            }
        }

        device.ReceivedAt = time.GetTimestamp();
    }
}
