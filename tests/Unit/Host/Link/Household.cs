using System.Collections.Immutable;
using System.Text;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.TestSupport.HomeAssistant;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>
/// A broker, a stand-in for Home Assistant and a bridge that lives several times with one store, on one clock that the
/// test moves.
/// </summary>
internal sealed class Household : IDisposable
{
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
    private MemoryStateStore _store = LinkStage.WithInstance();
    private readonly ManualTime _time = new();
    private readonly Pump _pump;
    private Life? _life;

    public Household()
    {
        _pump = new(_time);
        Home = new(_kept.GetValueOrDefault, time: _time);
    }

    public StandIn Home { get; }

    /// <summary>Topics on which the broker keeps something.</summary>
    public IEnumerable<string> Kept => _kept.Keys;

    /// <summary>All that the present life published, in order.</summary>
    public ImmutableArray<MqttMessage> Sent => _life?.Client.Published ?? [];

    public bool IsAlive => _life is not null;

    /// <summary>What the bridge remembers, alive or not, as another process would read it.</summary>
    public MemoryStateStore Remembered => StateDocument.Read(StateDocument.Write(_store));

    /// <summary>The devices of the present life.</summary>
    public ImmutableArray<Device> Devices => _life?.Devices ?? [];

    /// <summary>The form in which the next life tells of devices.</summary>
    public DiscoveryMode Mode { get; set; }

    /// <summary>What was ever published on configuration topics, and when.</summary>
    public List<(DateTimeOffset At, string Topic, string Payload)> Told { get; } = [];

    /// <summary>Starts the bridge with a configuration, and waits until it has announced.</summary>
    public void Start(string prefix, params IEnumerable<DeviceOptions> devices) =>
        Start(Options(prefix, devices));

    /// <summary>The same with all of a configuration.</summary>
    public void Start(BridgeOptions options)
    {
        var life = Begin(options, static _ => false);
        Until(() => life.HasAnnounced, "the announcement");
    }

    /// <summary>
    /// Starts the bridge and kills it after so many messages; false when it has sent no more within half a minute.
    /// </summary>
    public bool StartAndKill(int messages, string prefix, params IEnumerable<DeviceOptions> devices)
    {
        var (isCut, sent) = (false, 0);
        Begin(Options(prefix, devices), _ => isCut |= sent++ == messages);
        _pump.Pass(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(500));
        Kill();
        return isCut;
    }

    /// <summary>A crash or a power cut; the broker publishes the will.</summary>
    public void Kill() => End(static (_, _) => Task.CompletedTask, speaksWill: true);

    /// <summary>A stop in good order.</summary>
    public void Stop() => End(
        static async (link, stop) =>
        {
            await link.SayDevicesOfflineAsync(stop);
            await link.SayGoodbyeAsync(stop);
        },
        speaksWill: false);

    /// <summary>The broker starts anew without its memory; everybody connects again.</summary>
    public void WipeBroker()
    {
        _kept.Clear();
        if (_life is { } life)
        {
            life.Client.Forget();
            life.Client.Cut();
            Until(() => life.HasAnnounced, "the announcement after the loss");
        }
    }

    /// <summary>Home Assistant starts anew, and says so.</summary>
    public void RestartHome(string topic = "homeassistant/status", string payload = "online")
    {
        Home.Restart(_kept.Keys);
        if (_life?.Client is { } client && client.Subscribed.Any(each => each.Filter == topic))
        {
            client.Deliver(topic, payload);
        }

        Settle();
    }

    /// <summary>The user deletes a device in Home Assistant.</summary>
    public void Delete(string device)
    {
        foreach (var topic in Home.Delete($"{LinkStage.Instance}_{device}"))
        {
            Publish(topic, string.Empty, isRetained: true);
            _life?.Client.Deliver(topic, string.Empty);
        }

        Settle();
    }

    /// <summary>The user deletes one entity in Home Assistant.</summary>
    public void DeleteEntity(string entityId)
    {
        var topic = Home.DeleteEntity(entityId);
        Publish(topic, string.Empty, isRetained: true);
        _life?.Client.Deliver(topic, string.Empty);
        Settle();
    }

    /// <summary>The broker forgets some topics, as one does that goes back to what it had saved.</summary>
    public void Lose(Func<string, bool> topics)
    {
        Array.ForEach(_kept.Keys.Where(topics).ToArray(), topic => _kept.Remove(topic));
    }

    /// <summary>Somebody presses the button of the bridge.</summary>
    public void Rediscover(string prefix)
    {
        _life?.Client.Deliver($"{prefix}/bridge/rediscover/set", "PRESS");
        Settle();
    }

    /// <summary>Lets a few seconds go by, so that what waits is told, and what is left over is cleared.</summary>
    public void Settle() => Pass(TimeSpan.FromSeconds(6));

    /// <summary>Lets time go by.</summary>
    public void Pass(TimeSpan span) => _pump.Pass(span, TimeSpan.FromMilliseconds(50));

    /// <summary>A device tells a value of its first entity.</summary>
    public void Read(Device device, decimal value) => Read(device, [new(device.Entities[0].Key, Value.Of(value))]);

    /// <summary>A device tells values.</summary>
    public void Read(Device device, ImmutableArray<KeyedValue> values) => device.Accept(new(_time.GetUtcNow(), values));

    /// <summary>A device tells what happened.</summary>
    public void Happen(Device device, params DeviceEvent[] events) =>
        device.Accept(new(_time.GetUtcNow(), []) { Events = [.. events] });

    /// <summary>The connection breaks; something happens before there is a new one.</summary>
    public void WithoutBroker(Action during)
    {
        _life!.Client.Forget();
        _life.Client.Cut();
        _pump.Pass(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10));
        during();
        Until(() => _life.HasAnnounced, "the announcement after the loss");
    }

    /// <summary>What <c>bridge state reset</c> does between two lives.</summary>
    public void Reset(string device) => _store.ForgetDevice(device);

    /// <summary>The next life finds this store: an older copy, or a new one.</summary>
    public void Restore(MemoryStateStore store) => _store = store;

    /// <summary>Another program says something that the broker keeps.</summary>
    public void Say(string topic, string payload) => Publish(topic, payload, isRetained: true);

    /// <summary>What the broker keeps on a topic.</summary>
    public string? KeptOn(string topic) => _kept.GetValueOrDefault(topic);

    public void Dispose()
    {
        if (IsAlive)
        {
            Kill();
        }
    }

    /// <summary>What the present life has logged as an error.</summary>
    public ImmutableArray<string> Errors => [.. _life?.Log.AtLeast(LogLevel.Error) ?? []];

    private BridgeOptions Options(string prefix, IEnumerable<DeviceOptions> devices) => new()
    {
        Devices = [.. devices],
        Mqtt = new() { TopicPrefix = prefix },
        HomeAssistant = new() { DiscoveryMode = Mode },
    };

    private Life Begin(BridgeOptions options, Func<MqttMessage, bool> cut)
    {
        _life = new(options, _store, _time, _kept, Hear);
        _life.Client.Break = cut;
        _life.Start(_pump);
        return _life;
    }

    private void End(Func<BrokerLink, CancellationToken, Task> lastWords, bool speaksWill)
    {
        var life = _life ?? throw new InvalidOperationException("it does not live");
        life.Cancel();
        Until(() => life.HasEnded, "the end of the link");
        var words = _pump.Start(() => lastWords(life.Link, CancellationToken.None));
        Until(() => words.IsCompleted, "the last words");
        if (speaksWill)
        {
            Hear(life.Client.Connects[^1].Will!);
        }

        _life = null;
        life.Dispose();
    }

    private void Until(Func<bool> condition, string what) => _pump.Until(condition, TimeSpan.FromMilliseconds(50), what);

    private void Hear(MqttMessage message) =>
        Publish(message.Topic, Encoding.UTF8.GetString(message.Payload.Span), message.Retain);

    private void Publish(string topic, string payload, bool isRetained)
    {
        if (isRetained)
        {
            if (payload.Length == 0)
            {
                _kept.Remove(topic);
            }
            else
            {
                _kept[topic] = payload;
            }
        }

        if (topic.EndsWith("/config", StringComparison.Ordinal))
        {
            Told.Add((_time.GetUtcNow(), topic, payload));
        }

        Home.Receive(topic, payload);
    }
}
