using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>Looks at a device between its readings, for what happens there.</summary>
/// <param name="device">The device.</param>
/// <param name="driver">Its driver.</param>
/// <param name="time">The clock.</param>
internal sealed class Lookout(Device device, IWatchedDevice driver, TimeProvider time)
{
    private long _looked = time.GetTimestamp();

    /// <summary>Time until the next look.</summary>
    public TimeSpan Left => driver.LookInterval - time.GetElapsedTime(_looked);

    /// <summary>Looks; false when the device does not answer, of which its next reading tells why.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        _looked = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(device.Options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var events = await driver.LookAsync(both.Token);
            if (!events.IsEmpty)
            {
                device.Accept(new(time.GetUtcNow(), []) { Events = events });
            }

            return true;
        }
        catch (BusException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
