using System.Net;
using System.Net.Sockets;
using Bridge.Devices.Model;
using Bridge.Devices.Simulation;

namespace Bridge.Benchmarks.Devices;

/// <summary>Meters behind TCP lines, for bridges in processes of their own: half P1, a telegram a second; half Modbus.</summary>
internal sealed class MeterLines : IDisposable
{
    private const int ModbusAddresses = 0x158; // as far as an SDM120 is asked

    private readonly List<TcpListener> _listeners = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Starts to listen.</summary>
    /// <param name="count">How many, half of each kind.</param>
    public MeterLines(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            _listeners.Add(listener);
            var seed = i;
            _ = ServeAsync(listener, i % 2 == 0 ? socket => TelegramsAsync(socket, seed) : AnswersAsync);
        }
    }

    /// <summary>The devices, as a configuration file has them.</summary>
    public IEnumerable<string> Configuration => _listeners.SelectMany(static (listener, i) => new[]
    {
        $"  meter{i}:",
        $"    driver: {(i % 2 == 0 ? "dsmr" : "sdm120")}",
        $"    port: tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}",
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listeners.ForEach(static listener => listener.Dispose());
    }

    private async Task ServeAsync(TcpListener listener, Func<Socket, Task> serve)
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = serve(await listener.AcceptSocketAsync(_stop.Token));
        }
    }

    private async Task TelegramsAsync(Socket socket, int seed)
    {
        var meter = new P1Meter(seed);
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await tick.WaitForNextTickAsync(_stop.Token))
        {
            await socket.SendAsync(meter.Telegram(TimeProvider.System.GetUtcNow()), _stop.Token);
        }
    }

    private async Task AnswersAsync(Socket socket)
    {
        var unit = new SimulatedUnit().With(ModbusTable.InputRegisters, 0, new ushort[ModbusAddresses])
            .WithFloat(ModbusTable.InputRegisters, 0, 230.1f);
        var request = new byte[256];
        while (await socket.ReceiveAsync(request, _stop.Token) is > 0 and var count)
        {
            await socket.SendAsync(unit.Answer(request.AsSpan(0, count)), _stop.Token);
        }
    }
}
