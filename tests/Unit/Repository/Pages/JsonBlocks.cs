using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Bridge.Discovery.Contract;
using Bridge.Host;
using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Bridge.TestSupport.Pages;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Blocks of JSON: one document or several, and of the forms that the program knows each has its keys.</summary>
internal static class JsonBlocks
{
    private static readonly string[] LogFields = ["timestamp", "level", "logger", "message", "service", "version"];
    private static readonly string[] ErrorFields = ["error_type", "message", "timestamp", "details"];
    private static readonly string[] StatusFields =
        ["status", "version", "instance", "run", "uptime_s", "timestamp", "devices"];

    /// <summary>What is wrong with a block.</summary>
    public static IEnumerable<string> Faults(Block block)
    {
        try
        {
            return [.. Documents(block.Text).SelectMany(Faults)];
        }
        catch (JsonException fault)
        {
            return [fault.Message];
        }
    }

    /// <summary>Lines as the program logs them in its JSON form.</summary>
    public static string LogLines()
    {
        using var lines = new StringWriter();
        using (var loggers = LoggingSetup.Create(
            new LoggingOptions { Format = LogFormat.Json },
            new LogLevelControl(LogLevel.Debug),
            new LogSurroundings(Terminal: false, ImmutableDictionary<string, string>.Empty),
            "0.1.0",
            (to, formatter) => to.Sink(new LineSink(lines, formatter))))
        {
            Log.Starting(loggers.CreateLogger("Bridge"), "0.1.0", 2, "mqtt://localhost:1883", "9d20c1e7");
            Log.DeviceFaulted(loggers.CreateLogger("Devices"), "office", "no_answer", "0x76 does not answer");
            Log.DeviceFailedAgain(loggers.CreateLogger("Devices"), "office", "no_answer", 2, "0x76 does not answer");
            Log.StoreProblem(loggers.CreateLogger("Store"), "The disk is full");
        }

        return lines.ToString();
    }

    /// <summary>The documents of a text, one behind the other.</summary>
    private static ImmutableArray<JsonElement> Documents(string text)
    {
        var reader = new Utf8JsonReader(
            Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        var documents = ImmutableArray.CreateBuilder<JsonElement>();
        while (reader.Read())
        {
            using var document = JsonDocument.ParseValue(ref reader);
            documents.Add(document.RootElement.Clone());
        }

        return documents.ToImmutable();
    }

    private static IEnumerable<string> Faults(JsonElement document)
    {
        bool Has(string key) => document.ValueKind == JsonValueKind.Object && document.TryGetProperty(key, out _);
        IEnumerable<string> Lacks(IEnumerable<string> keys) =>
            keys.Where(key => !Has(key)).Select(key => $"lacks the key {key}: {document.GetRawText()}");

        return Has("components") || Has("cmps")
            ? Lint.Check(null, Encoding.UTF8.GetBytes(document.GetRawText())).Select(static finding => finding.Text)
            : Has("logger") ? Lacks(LogFields)
            : Has("error_type") ? Lacks(ErrorFields)
            : Has("uptime_s") ? Lacks(StatusFields)
            : [];
    }
}
