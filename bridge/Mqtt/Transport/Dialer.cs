using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Transport;

/// <summary>Opens sockets: TCP over IPv4 and IPv6, and Unix domain sockets.</summary>
/// <param name="time">The clock of the time-outs.</param>
/// <param name="resolve">The addresses of a host name; null asks the system.</param>
internal sealed class Dialer(TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>
    /// Resolves the name and tries its addresses in order, each with an equal share of <paramref name="timeout"/>, so
    /// that one that swallows packets leaves time for the next.
    /// </summary>
    /// <exception cref="TransportException">The name is unknown, or nothing answers.</exception>
    public async Task<Socket> DialAsync(MqttEndpoint endpoint, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return endpoint.Scheme == MqttScheme.Unix
                ? await ConnectAsync(endpoint.SocketFile, cancellationToken)
                : await DialAnyAsync(endpoint, timeout, cancellationToken);
        }
        catch (SocketException unknown) when (unknown.SocketErrorCode
            is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery)
        {
            throw new TransportException(
                MqttConnectFailure.UnknownHost, "cannot be found: unknown host name", unknown);
        }
        catch (SocketException) when (endpoint.Scheme == MqttScheme.Unix && !File.Exists(endpoint.Path))
        {
            throw new TransportException(MqttConnectFailure.Unreachable, "cannot be reached: there is no such socket");
        }
        catch (SocketException unreachable)
        {
            throw new TransportException(
                MqttConnectFailure.Unreachable, $"cannot be reached: {Words(unreachable.SocketErrorCode).AsClause()}", unreachable);
        }
    }

    /// <summary>The system's words alone; an exception of a connect has the address in its message, too.</summary>
    private static string Words(SocketError code) => new SocketException((int)code).Message;

    private async Task<Socket> DialAnyAsync(
        MqttEndpoint endpoint, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var addresses = await _resolve(endpoint.Host, cancellationToken);
        var failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            using var share = new CancellationTokenSource(timeout / addresses.Length, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
            try
            {
                return await ConnectAsync(new IPEndPoint(address, endpoint.Port), either.Token);
            }
            catch (SocketException refused)
            {
                failure = refused;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failure = new SocketException((int)SocketError.TimedOut);
            }
        }

        throw failure;
    }

    private static async Task<Socket> ConnectAsync(EndPoint address, CancellationToken cancellationToken)
    {
        var isUnix = address.AddressFamily == AddressFamily.Unix;
        var socket = new Socket(
            address.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (!isUnix)
            {
                socket.NoDelay = true;
            }

            socket.SendBufferSize = BlockingTransport.SendBuffer;
            await ConnectAsync(socket, address, cancellationToken);
            return socket;
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException
            && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects without making the socket non-blocking; see <see cref="BlockingTransport"/>.</summary>
    private static Task ConnectAsync(Socket socket, EndPoint address, CancellationToken cancellationToken) =>
        OwnThread.RunAsync(() =>
        {
            using var closing = cancellationToken.UnsafeRegister(static state => ((Socket)state!).Dispose(), socket);
            socket.Connect(address);
            cancellationToken.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        });
}
