namespace Bridge.Devices.Buses.Modbus;

/// <summary>One request on its way through a line's queue.</summary>
/// <param name="request">What is asked.</param>
/// <param name="timeout">How long the unit may take until its answer begins.</param>
internal sealed class ModbusTransfer(ModbusRequest request, TimeSpan timeout)
{
    private readonly TaskCompletionSource<ushort[]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _abandoned;

    public ModbusRequest Request => request;

    public TimeSpan Timeout => timeout;

    public Task<ushort[]> Completion => _completion.Task;

    /// <summary>Nobody waits for it any more: it need not be sent.</summary>
    public bool IsAbandoned => _abandoned;

    public void Abandon() => _abandoned = true;

    public void Succeed(ushort[] values) => _completion.TrySetResult(values);

    public void Fail(Exception reason) => _completion.TrySetException(reason);
}
