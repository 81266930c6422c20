using System.Globalization;
using System.Text;
using Bridge.Mqtt.Client;

namespace Bridge.Benchmarks.Devices;

/// <summary>What the broker tells of itself.</summary>
internal static class BrokerFigures
{
    private const string Received = "$SYS/broker/messages/received";

    /// <summary>Packets that it has received so far, nearly all of them PUBLISH; it counts them once a second.</summary>
    public static async Task<long> MessagesAsync(int port) =>
        long.Parse(Encoding.UTF8.GetString(await KeptAsync(port, Received)), CultureInfo.InvariantCulture);

    /// <summary>What it keeps on a topic.</summary>
    public static async Task<byte[]> KeptAsync(int port, string topic)
    {
        await using var client = new MqttClient(TimeProvider.System);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await client.ConnectAsync(new("127.0.0.1", port, string.Empty), patience.Token);
        await client.SubscribeAsync([new(topic, MqttQos.AtMostOnce)], patience.Token);
        var received = await client.Received.ReadAsync(patience.Token);
        await client.DisconnectAsync(publishWill: false, patience.Token);
        return received.Message.Payload.ToArray();
    }
}
