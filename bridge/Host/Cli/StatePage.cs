using System.Collections.Immutable;
using System.Globalization;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;
using Bridge.Store;

namespace Bridge.Host.Cli;

/// <summary>Prints what a store remembers for a person.</summary>
internal static class StatePage
{
    private static readonly ImmutableArray<string> Head = ["DEVICE", "WHAT", "VALUE", "AT"];

    /// <summary>The store in a few lines, then one line for each value.</summary>
    /// <param name="output">Gets the page.</param>
    /// <param name="path">The database.</param>
    /// <param name="store">What it holds.</param>
    /// <param name="devices">The devices of the configuration.</param>
    public static void Write(TextWriter output, string path, IStateStore store, ImmutableArray<DeviceOptions> devices)
    {
        output.WriteLine($"state     {path}, {new FileInfo(path).Length} bytes");
        output.WriteLine($"instance  {store.Instance ?? "none yet"}");
        output.WriteLine($"topics    {store.Ledger.Length} retained");
        output.WriteLine($"history   {store.History.Count} values wait for the broker");
        var copy = new FileInfo(path + ".previous");
        output.WriteLine(copy.Exists ? $"copy      {copy.FullName} of {copy.LastWriteTimeUtc:u}" : "copy      none yet");
        ImmutableArray<ImmutableArray<string>> rows =
        [
            Head, .. store.Devices.SelectMany(device => Rows(store, device)
                .Concat(Set(store, devices.FirstOrDefault(each => each.Id == device)))),
        ];
        if (rows.Length == 1)
        {
            return;
        }

        output.WriteLine();
        TextTable.Write(output, rows);
    }

    private static IEnumerable<ImmutableArray<string>> Rows(IStateStore store, string device)
    {
        if (store.FindState(device) is { } state)
        {
            var at = state.At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
            foreach (var (key, value) in state.Values)
            {
                yield return [device, key, Line(value.ToString()), at];
            }
        }

        if (store.FindLearned(device) is { } learned)
        {
            yield return [device, "(learned)", $"{learned.Entities.Length} entities by {learned.Driver}", string.Empty];
        }

        if (store.History.Of(device) is [var oldest, ..] history)
        {
            var since = oldest.At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
            yield return [device, "(history)", $"{history.Length} values", since];
        }

        foreach (var (name, content) in store.FindKept(device))
        {
            yield return [device, Line($"(kept) {name}"), Line(content), string.Empty];
        }
    }

    private static IEnumerable<ImmutableArray<string>> Set(IStateStore store, DeviceOptions? device)
    {
        if (device is not null)
        {
            foreach (var (what, now, configured) in Adjustments.DifferencesOf(device, store.FindKept(device.Id)))
            {
                yield return [device.Id, $"(set) {what}", $"{now}, the configuration says {configured}", string.Empty];
            }
        }
    }

    private static string Line(string text) => string.Concat(text.Select(static letter => char.IsControl(letter) ? ' ' : letter));
}
