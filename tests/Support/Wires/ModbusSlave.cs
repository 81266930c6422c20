using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Bridge.Devices.Simulation;

namespace Bridge.TestSupport.Wires;

/// <summary>
/// Modbus units at the other end of a pseudo-terminal or a TCP port, answering as the standards have it: RTU frames, or
/// those of Modbus TCP.
/// </summary>
public sealed class ModbusSlave : IDisposable
{
    private const int Header = 6; // of Modbus TCP: transaction, protocol, length
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    private readonly IReadOnlyDictionary<byte, SimulatedUnit> _units;
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener? _listener;
    private readonly Task _work;
    private volatile bool _isMute;

    private ModbusSlave(IReadOnlyDictionary<byte, SimulatedUnit> units, TcpListener? listener, Func<ModbusSlave, Task> work)
    {
        _units = units;
        _listener = listener;
        _work = Task.Run(() => work(this));
    }

    /// <summary>Takes requests and says nothing, as a device without power on a line that lives.</summary>
    public bool IsMute
    {
        get => _isMute;
        set => _isMute = value;
    }

    /// <summary>The TCP port.</summary>
    public int Port => ((IPEndPoint)_listener!.LocalEndpoint).Port;

    /// <summary>Units on a pseudo-terminal.</summary>
    public static ModbusSlave OnLine(Pty line, IReadOnlyDictionary<byte, SimulatedUnit> units) =>
        new(units, null, slave => Task.Run(() => slave.Answer(line)));

    /// <summary>Units behind a gateway of Modbus TCP on 127.0.0.1.</summary>
    /// <param name="units">The units.</param>
    /// <param name="port">The TCP port; 0 for any that is free.</param>
    public static ModbusSlave OnTcp(IReadOnlyDictionary<byte, SimulatedUnit> units, int port = 0)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return new(units, listener, static slave => slave.AcceptAsync());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener?.Dispose();
        _work.Wait(TimeSpan.FromSeconds(20));
        _stop.Dispose();
    }

    private void Answer(Pty line)
    {
        var request = new List<byte>();
        while (!_stop.IsCancellationRequested)
        {
            var bytes = line.Receive(Breath);
            request.AddRange(bytes);
            if (bytes.Length == 0)
            {
                request.Clear(); // silence ends a frame
            }
            else if (_units.TryGetValue(request[0], out var unit) && unit.Answer([.. request]) is { Length: > 0 } answer)
            {
                request.Clear();
                line.Send(_isMute ? [] : answer);
            }
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener!.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client.GetStream());
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        var frame = new byte[260];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(frame.AsMemory(0, Header), _stop.Token);
                var length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(4));
                await stream.ReadExactlyAsync(frame.AsMemory(Header, length), _stop.Token);
                if (_units.TryGetValue(frame[Header], out var unit) && !_isMute)
                {
                    var content = unit.AnswerTo(frame.AsSpan(Header, length));
                    await stream.WriteAsync((byte[])[.. frame[..4], 0, (byte)content.Length, .. content], _stop.Token);
                }
            }
        }
        catch (IOException)
        {
            // The master has gone; the next one may come.
        }
    }
}
