using Bridge.Mqtt.Client.Tracing;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>Makes connections: 5.0 first, 3.1.1 when the broker refuses it, remembered once that has worked.</summary>
/// <param name="time">Clock of the time-out.</param>
/// <param name="trace">Takes a line for each packet; null for no trace.</param>
internal sealed class Connector(TimeProvider time, Action<string>? trace)
{
    private const int SmallestPacketLimit = 64;

    private bool _brokerSpeaks311;

    /// <summary>Connects.</summary>
    /// <exception cref="MqttConnectException">Refused, unreachable, or no answer in time.</exception>
    public async Task<(IMqttTransport Transport, PacketReceiver Receiver, Grant Grant)> ConnectAsync(
        MqttConnectOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var old = options.Protocol == MqttProtocol.V311 || (options.Protocol == MqttProtocol.Auto && _brokerSpeaks311);
            var attempt = await TryAsync(options, old ? ProtocolLevel.V311 : ProtocolLevel.V5, either.Token);
            if (options.Protocol == MqttProtocol.Auto && !old && attempt.IsOldBroker)
            {
                attempt = await TryAsync(options, ProtocolLevel.V311, either.Token);
                _brokerSpeaks311 = attempt.Failure is null;
            }

            return attempt.Failure is null
                ? (attempt.Transport!, attempt.Receiver!, attempt.Grant!)
                : throw attempt.Failure;
        }
        catch (TransportException closed)
        {
            throw Failure(options, closed.Failure, closed.Message, inner: closed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(
                options,
                MqttConnectFailure.Timeout,
                $"did not answer within {options.ConnectTimeout.TotalSeconds:0.###} s");
        }
    }

    private async Task<Attempt> TryAsync(
        MqttConnectOptions options, ProtocolLevel level, CancellationToken cancellationToken)
    {
        var request = Handshake.Request(options, level);
        var transport = await Transports.OpenAsync(
            new(options.Endpoint, options.ConnectTimeout, options.Tls, options.WebSocketHeaders), time, cancellationToken);
        if (trace is not null)
        {
            transport = new TracedTransport(transport, level, options.MaximumPacketSize, trace);
        }

        var receiver = new PacketReceiver(transport, options.MaximumPacketSize, time);
        var attempt = new Attempt(null);
        try
        {
            var answer = await OwnThread.RunAsync(
                () => Handshake.ExchangeAsync(transport, receiver, request, options.Tls, cancellationToken));
            attempt = Judge(options, level, answer);
            return attempt with { Transport = transport, Receiver = receiver };
        }
        catch (MqttProtocolException wrong)
        {
            attempt = new Attempt(Failure(
                options,
                MqttConnectFailure.Protocol,
                $"did not answer as a broker: {wrong.Message.AsClause()}",
                inner: wrong));
            return attempt;
        }
        finally
        {
            if (attempt.Grant is null)
            {
                receiver.Dispose();
                await transport.DisposeAsync();
            }
        }
    }

    private static Attempt Judge(MqttConnectOptions options, ProtocolLevel level, ConnAck? answer)
    {
        if (answer is null)
        {
            var closed = Failure(
                options, MqttConnectFailure.Protocol, "closed the connection without an answer to CONNECT");
            return new Attempt(closed) { IsOldBroker = level == ProtocolLevel.V5 };
        }

        if (answer.Reason == 0)
        {
            return new Attempt(null) { Grant = Grant.From(options, level, answer) };
        }

        var reason = (MqttReasonCode)answer.Reason;
        var words = Endings.Words(answer.Properties);
        var refused = Failure(
            options,
            MqttConnectFailure.Refused,
            $"refused the connection: {reason} (0x{answer.Reason:X2}){words}",
            reason);
        return new Attempt(refused) { IsOldBroker = reason == MqttReasonCode.UnsupportedProtocolVersion };
    }

    private static void Check(MqttConnectOptions options)
    {
        MqttText.Check(options.ClientId, nameof(options));
        MqttText.Check(options.Username ?? string.Empty, nameof(options));
        MqttText.Check(options.Password ?? string.Empty, nameof(options));
        var isRight = options.KeepAlive >= TimeSpan.Zero
            && options.KeepAlive <= TimeSpan.FromSeconds(ushort.MaxValue)
            && options.ConnectTimeout > TimeSpan.Zero
            && options.MaximumPacketSize >= SmallestPacketLimit
            && !options.WebSocketHeaders.Any(static field => $"{field.Key}{field.Value}".Any(char.IsControl));
        if (!isRight)
        {
            throw new ArgumentException(
                "Keep-alive must be 0 to 65535 s, the connect time-out above 0, the maximum packet size at least "
                + $"{SmallestPacketLimit}, and a header field of one line.",
                nameof(options));
        }
    }

    private static MqttConnectException Failure(
        MqttConnectOptions options,
        MqttConnectFailure failure,
        string what,
        MqttReasonCode? reason = null,
        Exception? inner = null) =>
        new(failure, reason, $"broker {options.Endpoint} {what}", inner);

    /// <summary>How one try ended: with a failure, or with a transport and what was granted on it.</summary>
    private sealed record Attempt(MqttConnectException? Failure)
    {
        public bool IsOldBroker { get; init; }

        public IMqttTransport? Transport { get; init; }

        public PacketReceiver? Receiver { get; init; }

        public Grant? Grant { get; init; }
    }
}
