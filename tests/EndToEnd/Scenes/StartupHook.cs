using System.Reflection;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

/// <summary>
/// A bug to order: when the program starts with this assembly in <c>DOTNET_STARTUP_HOOKS</c>, its driver <c>dsmr</c>
/// fails whenever its line is opened. The program itself has no such switch.
/// </summary>
#pragma warning disable MA0047 // the runtime looks for it outside of any namespace
internal static class StartupHook
#pragma warning restore MA0047
{
    /// <summary>Called by the runtime before Main.</summary>
    public static void Initialize()
    {
        var driver = (StreamDriver)DriverCatalog.Find("dsmr")!;
        var create = typeof(StreamDriver).GetField(
            $"<{nameof(StreamDriver.Create)}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!;
        create.SetValue(
            driver,
            (Func<SettingValues, TimeProvider, IStreamDecoder>)(static (_, _) => new FaultyDecoder()));
    }

    private sealed class FaultyDecoder : IStreamDecoder
    {
        public void Reset() => throw new FormatException("a bug to order");

        public void Consume(ReadOnlySpan<byte> bytes, IStreamSink sink)
        {
        }
    }
}
