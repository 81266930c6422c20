using System.Text;
using Bridge.Mqtt.Packets;
using static Bridge.Mqtt.Client.Tracing.TraceWords;

namespace Bridge.Mqtt.Client.Tracing;

/// <summary>Properties by their names in the standard (MQTT 5 §2.2.2.2).</summary>
internal static class PropertyText
{
    public static string Of(PacketProperties? properties) =>
        properties is null ? string.Empty : Join(properties.Select(Of));

    private static string Of(PacketProperty property)
    {
        var name = Hyphenated(property.Id);
        return PropertyRules.KindOf(property.Id) switch
        {
            PropertyKind.Text => $"{name} {Quoted(property.Text!)}",
            PropertyKind.TextPair =>
                $"{name} {Quoted(property.Name!)} ({Encoding.UTF8.GetByteCount(property.Text!)} bytes)",
            PropertyKind.Binary => $"{name} ({property.Data.Length} bytes)",
            _ => $"{name} {property.Number}",
        };
    }
}
