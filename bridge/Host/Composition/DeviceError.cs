using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Host.Pipeline;
using Bridge.Host.Runtime;

namespace Bridge.Host.Composition;

/// <summary>What is told on an error topic.</summary>
/// <param name="Device">Whose; null for the bridge.</param>
/// <param name="Type">The reason in the contract's words, or one of the constants.</param>
/// <param name="Message">For a person.</param>
/// <param name="Details">Writes the members of <c>details</c>.</param>
internal sealed record DeviceError(string? Device, string Type, string Message, Action<Utf8JsonWriter> Details)
{
    /// <summary>The end of faults that were told.</summary>
    public const string Recovered = "recovered";

    /// <summary>Errors that were not told, as too many came at once.</summary>
    public const string Withheld = "withheld";

    /// <summary>A failure.</summary>
    public static DeviceError Of(string device, FaultNotice notice) => new(device, notice.Fault.Text, notice.Message, json =>
    {
        json.WriteNumber("failure", notice.Number);
        json.WriteMoment("since", notice.Begin);
    });

    /// <summary>A recovery.</summary>
    public static DeviceError Of(string device, Recovery recovery)
    {
        var seconds = decimal.Round((decimal)recovery.Duration.TotalSeconds, 1);
        return new(device, Recovered, $"well again after {seconds} s and {recovery.Failures} failures", json =>
        {
            json.WriteNumber("duration_s", seconds);
            json.WriteNumber("count", recovery.Failures);
        });
    }

    /// <summary>So many were withheld.</summary>
    public static DeviceError OfWithheld(int count) => new(
        null, Withheld, $"{count} errors of devices were not told, as too many came at once",
        json => json.WriteNumber("count", count));
}
