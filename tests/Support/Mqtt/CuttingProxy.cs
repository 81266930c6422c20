using System.Net;
using System.Net.Sockets;

namespace Bridge.TestSupport.Mqtt;

/// <summary>
/// Stands between client and broker on a loopback port, and ends each connection after so many bytes, both directions
/// counted together, in the middle of a packet or not.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _brokerPort;
    private readonly Func<int> _nextBudget;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <summary>Starts to listen.</summary>
    /// <param name="brokerPort">Port of the broker on 127.0.0.1.</param>
    /// <param name="nextBudget">How many bytes the next connection may pass on.</param>
    public CuttingProxy(int brokerPort, Func<int> nextBudget)
    {
        (_brokerPort, _nextBudget) = (brokerPort, nextBudget);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptSocketAsync(_stop.Token);
                using var broker = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                (client.NoDelay, broker.NoDelay) = (true, true);
                await broker.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _brokerPort), _stop.Token);
                await PassOnAsync(client, broker);
            }
        }
        catch (OperationCanceledException)
        {
            return; // disposed
        }
    }

    private async Task PassOnAsync(Socket client, Socket broker)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var budget = new Budget(_nextBudget());
        var up = CopyAsync(client, broker, budget, cut.Token);
        var down = CopyAsync(broker, client, budget, cut.Token);
        await Task.WhenAny(up, down);
        await cut.CancelAsync();
        await Task.WhenAll(up, down);
    }

    private static async Task CopyAsync(Socket from, Socket to, Budget budget, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        try
        {
            int count;
            do
            {
                var arrived = await from.ReceiveAsync(buffer, cancellationToken);
                count = budget.Take(arrived);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken);
                }
            }
            while (count > 0 && !budget.IsSpent);
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            return;
        }
    }

    private sealed class Budget(int bytes)
    {
        private readonly Lock _gate = new();
        private int _left = bytes;

        public bool IsSpent
        {
            get
            {
                lock (_gate)
                {
                    return _left == 0;
                }
            }
        }

        public int Take(int wanted)
        {
            lock (_gate)
            {
                var taken = Math.Min(wanted, _left);
                _left -= taken;
                return taken;
            }
        }
    }
}
