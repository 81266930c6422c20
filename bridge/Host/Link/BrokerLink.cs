using Bridge.Host.Configuration;
using Bridge.Mqtt.Client;

namespace Bridge.Host.Link;

/// <summary>Keeps the bridge connected: connects, runs a session, and connects again with growing pauses, for ever.</summary>
internal sealed class BrokerLink
{
    private static readonly TimeSpan DropTimeout = TimeSpan.FromSeconds(2);

    private readonly IMqttClient _client;
    private readonly LinkContext _context;
    private readonly OutageLog _outage;
    private readonly ReconnectDelay _delay;
    private MqttOptions _options;
    private BrokerRound _brokers;
    private LinkSession? _session;

    /// <summary>Makes the link; it does nothing until <see cref="RunAsync"/>.</summary>
    public BrokerLink(IMqttClient client, LinkContext context)
    {
        _client = client;
        _context = context;
        _options = context.Options.Mqtt;
        _brokers = new(_options.Brokers);
        _outage = new(context.Logger, context.Time);
        _delay = new(_options.ReconnectInterval, _options.ReconnectMaxInterval, context.Random, context.Time);
    }

    /// <summary>Runs until cancelled. Then the last connection is still up, for the words of the stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                await FindBrokerAsync(cancellationToken);
                await SettleIdentityAsync(cancellationToken);
                await ConnectAsync(cancellationToken);
                _session = new(_client, _context, _delay.TwinTime);
                var session = _session.RunAsync(cancellationToken);
                await TrustLaterAsync(session, cancellationToken);
                await session;
                pause = await AfterLossAsync();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (MqttException failure)
            {
                pause = AfterFailure(failure);
            }
            catch (Exception bug) when (bug is not OutOfMemoryException)
            {
                Log.LinkBug(_context.Logger, bug);
                pause = _delay.AfterFailure();
                await DropAsync();
            }

            await PauseAsync(pause, cancellationToken);
        }
    }

    /// <summary>Sends the events that still wait, the answer to the command that stops or restarts among them.</summary>
    public async Task SayWhatWaitsAsync(CancellationToken cancellationToken)
    {
        if (MaySpeak)
        {
            await new LinkPublisher(_client, _context).SendEventsAsync(_context.Outbox.Take().Events, cancellationToken);
        }
    }

    /// <summary>
    /// Says <c>offline</c> for each device, and the bridge's own state, which a stop in the middle of the first announcement
    /// has not told yet: a lost store would take the identity back from there. Part of the graceful stop.
    /// </summary>
    public async Task SayDevicesOfflineAsync(CancellationToken cancellationToken)
    {
        if (MaySpeak)
        {
            var publisher = new LinkPublisher(_client, _context);
            await publisher.SendAsync(
                _context.Devices.Select(device => _context.Composer.Availability(device, online: false))
                    .Append(_context.Composer.BridgeState()),
                cancellationToken);
        }
    }

    /// <summary>The last word of the graceful stop: <c>offline</c> on the status topic, and DISCONNECT.</summary>
    public async Task SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        if (MaySpeak)
        {
            await new LinkPublisher(_client, _context).SendAsync(_context.Composer.Will, cancellationToken);
        }

        await _client.DisconnectAsync(publishWill: false, cancellationToken);
    }

    /// <summary>Clears everything retained that the ledger knows, and disconnects; the end of a demo.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        if (_client.IsConnected)
        {
            await new LinkPublisher(_client, _context).ClearAsync(_context.Store.Ledger, cancellationToken);
        }

        await _client.DisconnectAsync(publishWill: false, cancellationToken);
    }

    /// <summary>Whatever the bug was, the next round begins without a connection.</summary>
    private async Task DropAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(DropTimeout, _context.Time);
            await _client.DisconnectAsync(publishWill: true, limit.Token);
        }
        catch (Exception again) when (again is not OutOfMemoryException)
        {
            Log.LinkBug(_context.Logger, again);
        }
    }

    private bool MaySpeak => _client.IsConnected && _session is { IsYielding: false };

    private string Broker => _brokers.Current.ToString();

    private string ClientId => _options.ClientId ?? $"bridge-{_context.Facts.Instance}";

    // Before each connect: address and password may be others than last time, which a refusal would be the sign of.
    private async Task FindBrokerAsync(CancellationToken cancellationToken)
    {
        if (_context.MqttService is { } service)
        {
            _options = await service.FindAsync(_context.Options.Mqtt, cancellationToken);
            _brokers = new(_options.Brokers);
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var session = await _client.ConnectAsync(
            Options(ClientId) with { Will = _context.Composer.Will }, cancellationToken);
        _delay.Connected();
        _brokers.Accepted();
        _outage.Connected(Broker, session.Protocol == MqttProtocol.V5 ? "5.0" : "3.1.1", session.ClientId);
    }

    private MqttConnectOptions Options(string clientId) => new(_brokers.Current, clientId)
    {
        Tls = _options.Tls,
        Protocol = _options.Protocol,
        Username = _options.Username,
        Password = _options.Password,
        KeepAlive = _options.KeepAlive,
    };

    /// <summary>After a connection that broke at once, the next one counts only when it has lasted.</summary>
    private async Task TrustLaterAsync(Task session, CancellationToken cancellationToken)
    {
        if (_outage.IsShaky)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var trust = Task.Delay(ReconnectDelay.Brief, _context.Time, over.Token);
            if (await Task.WhenAny(session, trust) == trust && !cancellationToken.IsCancellationRequested)
            {
                _outage.Over(Broker);
            }

            await over.CancelAsync();
        }
    }

    // Each broker has its try before there is a pause.
    private TimeSpan AfterFailure(MqttException failure)
    {
        var broker = Broker;
        var pause = _brokers.MoveOn() ? _delay.AfterFailure() : TimeSpan.Zero;
        _outage.Failed(broker, ConnectAdvice.For(failure), pause);
        return pause;
    }

    private async Task<TimeSpan> AfterLossAsync()
    {
        var closed = await _client.Closed;
        _context.Facts.Reconnects++;
        var told = _outage.Lost(Broker, closed.Message);
        var wasTakenOver = _delay.TakenOver;
        var pause = _delay.AfterLoss(closed);
        if (_delay.WasBrief)
        {
            _brokers.MoveOn();
        }

        if (_delay.TakenOver && (told || !wasTakenOver))
        {
            Log.TakenOver(_context.Logger, ClientId, Math.Round(pause.TotalSeconds));
            _context.Facts.LastError = $"another client uses the client id {ClientId}";
        }

        return pause;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, _context.Time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The loop sees it.
        }
    }

    /// <summary>
    /// A new store has no identity. The one that lived under this prefix before is taken back from the broker, unless
    /// another bridge lives there now; else a new one is made. A visit without will and under another client id, as our
    /// own follows from the identity.
    /// </summary>
    private async Task SettleIdentityAsync(CancellationToken cancellationToken)
    {
        if (_context.Facts.Instance.Length > 0)
        {
            return;
        }

        if (_context.Store.Instance is not { } instance)
        {
            await _client.ConnectAsync(Options($"bridge-new-{_context.Facts.Run}"), cancellationToken);
            try
            {
                instance = await new IdentityVisit(_client, _context).FindAsync(cancellationToken) ?? NewInstance();
            }
            finally
            {
                await _client.DisconnectAsync(publishWill: false, cancellationToken);
            }

            _context.Store.SetInstance(instance);
            await _context.Store.FlushAsync(cancellationToken);
        }

        _context.Facts.Instance = instance;
    }

    private string NewInstance()
    {
        // No secret: the library that makes those takes 6 MiB of memory once it is used.
        var instance = Random.Shared.GetHexString(8, lowercase: true);
        Log.InstanceMade(_context.Logger, instance);
        return instance;
    }
}
