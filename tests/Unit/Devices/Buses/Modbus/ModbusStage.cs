using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.TestSupport;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Buses.Modbus;

/// <summary>A line with a scripted port behind it, in virtual time.</summary>
public abstract class ModbusStage : IAsyncDisposable
{
    private static readonly LineSettings Settings = new(9600);
    protected static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    protected static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <summary>230.2 V of unit 1, as the protocol document of the SDM630 answers it.</summary>
    protected static readonly byte[] Good = Convert.FromHexString("010404436633335AFA");

    protected ManualTime Time { get; } = new();

    protected Pump Pump { get; }

    protected IList<ScriptedPort> Ports { get; } = [];

    protected ModbusLine Line { get; }

    protected BusException? OpenFault { get; set; }

    protected ModbusStage(string port = "/dev/ttyUSB0")
    {
        Pump = new(Time);
        Line = new(port, Settings, Open, Time);
    }

    protected ScriptedPort Port => Ports[Ports.Count - 1];

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Line.DisposeAsync();
    }

    protected static byte[] Echo() => Convert.FromHexString("01040000000271CB");

    protected static byte[] OtherUnit() => Frame(0x02, 0x04, 0x04, 0, 7, 0, 8);

    protected static byte[] Frame(params byte[] content)
    {
        byte[] frame = [.. content, 0, 0];
        ModbusCrc.Close(frame);
        return frame;
    }

    private ValueTask<ISerialPort> Open(CancellationToken cancellationToken)
    {
        if (OpenFault is { } fault)
        {
            throw new BusException(fault.Fault, fault.Message);
        }

        Ports.Add(new());
        return ValueTask.FromResult<ISerialPort>(Port);
    }

    protected Task<ushort[]> Read(byte unit = 1) => Start(unit, CancellationToken.None);

    protected Task<ushort[]> Start(byte unit, CancellationToken cancellationToken) => (Task<ushort[]>)Pump.Start(() =>
        Line.Link(unit, Timeout).ReadAsync(ModbusTable.InputRegisters, 0, 2, cancellationToken).AsTask());

    protected void Sent(int count) =>
        Pump.Until(() => Ports.Count > 0 && Port.Written.Count == count, Step, $"request {count} is sent");

    protected ushort[] Exchange(Task<ushort[]> read, byte[] answer)
    {
        Answer(read, answer);
        return Result(read);
    }

    protected void Answer(Task<ushort[]> read, byte[] answer)
    {
        var before = Ports.Count > 0 ? Port.Written.Count : 0;
        var port = Ports.Count;
        Pump.Until(
            () => read.IsCompleted || (Ports.Count > 0 && Port.Written.Count > (Ports.Count == port ? before : 0)),
            Step,
            "the request is sent");
        Port.Deliver(answer);
    }

    protected ushort[] Result(Task<ushort[]> read)
    {
        Pump.Until(() => read.IsCompleted, Step, "the request ends");
        return read.GetAwaiter().GetResult();
    }

    protected BusException Failure(Task<ushort[]> read, byte[]? answer = null)
    {
        if (answer is not null)
        {
            Answer(read, answer);
        }

        Pump.Until(() => read.IsCompleted, Step, "the request ends");
        return read.Exception!.InnerException.Should().BeOfType<BusException>().Which;
    }
}
