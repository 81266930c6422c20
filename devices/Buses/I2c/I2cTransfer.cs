using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.I2c;

/// <summary>One transfer on its way through a bus's queue, with buffers of its own.</summary>
internal sealed class I2cTransfer(byte address, I2cNeeds needs, byte[] write, int readLength)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _abandoned;

    public byte Address => address;

    public I2cNeeds Needs => needs;

    public byte[] Write => write;

    public byte[] Read { get; } = new byte[readLength];

    public Task Completion => _completion.Task;

    /// <summary>Nobody waits for it any more: it need not be done.</summary>
    public bool IsAbandoned => _abandoned;

    public void Abandon() => _abandoned = true;

    public void Fail(Exception reason) => _completion.TrySetException(reason);

    public void End(Exception? failure)
    {
        if (failure is null)
        {
            _completion.TrySetResult();
        }
        else
        {
            Fail(failure);
        }
    }
}
