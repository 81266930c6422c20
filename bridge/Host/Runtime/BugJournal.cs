using Bridge.Devices.Model;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Runtime;

/// <summary>The bugs of one device's driver: each is a failure, and the stack of each is logged once.</summary>
internal sealed class BugJournal(Device device)
{
    /// <summary>More different bugs than a driver is likely to have; beyond them, none is new.</summary>
    private const int Most = 32;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>What a bug is called in status and answers.</summary>
    public static string TextOf(Exception bug) => $"{bug.GetType().Name}: {bug.Message}";

    /// <summary>A cycle or a command failed by a bug.</summary>
    public void Fail(Exception bug, ILogger logger)
    {
        Write(bug, logger);
        device.Fail(BusFault.Bug, TextOf(bug));
    }

    /// <summary>The last of so many bugs in a row, after which the driver is not started again.</summary>
    public void GiveUp(Exception bug, int bugs, ILogger logger)
    {
        Write(bug, logger);
        Log.DeviceDown(logger, device.Id, bugs);
        device.GiveUp($"{TextOf(bug)}; driver {device.Options.Driver.Name} failed by {bugs} bugs in a row and stays down "
            + "until the bridge is restarted, by its restart command or as a process");
    }

    // The same is an exception of the same type from the same place in the code.
    private void Write(Exception bug, ILogger logger)
    {
        var driver = device.Options.Driver.Name;
        if (_seen.Count < Most && _seen.Add($"{bug.GetType()} {bug.StackTrace?.Split('\n', 2)[0]}"))
        {
            Log.DeviceBug(logger, bug, device.Id, driver);
        }
        else
        {
            Log.DeviceBugAgain(logger, device.Id, driver, TextOf(bug));
        }
    }
}
