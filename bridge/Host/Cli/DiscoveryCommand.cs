using System.Buffers;
using System.CommandLine;
using System.Text;
using Bridge.Devices.Drivers;
using Bridge.Discovery.Contract;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Host.Logging;
using Bridge.Store;

namespace Bridge.Host.Cli;

/// <summary>
/// <c>bridge discovery</c>: prints what Home Assistant would be told; touches no wire and no broker. With <c>--lint</c> it
/// holds messages against Home Assistant's rules, of other programs too.
/// </summary>
internal static class DiscoveryCommand
{
    private const string Standard = "-";
    private static readonly SearchValues<char> EndOfLevel = SearchValues.Create(" \t\r\n/{}[]\",");

    /// <summary>The command.</summary>
    public static Command Create(SourceOptions sources)
    {
        var lint = new Option<string?>("--lint")
        {
            Description = "Checks a message, or lines of topic and message as 'mosquitto_sub -v' prints them; - for standard input",
            HelpName = "FILE|-",
        };
        var topic = new Option<string?>("--topic")
        {
            Description = "With --lint: the topic of the message; a device document needs none",
            HelpName = "TOPIC",
        };
        var command = new Command("discovery", "Prints what Home Assistant would be told, or checks such messages.")
        {
            lint,
            topic,
        };
        sources.AddTo(command);
        command.SetAction((parsed, _) => parsed.GetValue(lint) is { } file
            ? Task.FromResult(Lint(file, parsed.GetValue(topic), Console.Out, Console.Error))
            : PrintAsync(sources.Request(parsed), Console.Out, Console.Error));
        return command;
    }

    /// <summary>Prints one line a document, its topic before it; what is withheld goes to <paramref name="errors"/>.</summary>
    public static async Task<int> PrintAsync(ConfigurationRequest request, TextWriter output, TextWriter errors)
    {
        var loader = new ConfigurationLoader(DriverCatalog.All) { Remembered = Remembered.Find };
        var loaded = loader.Load(request);
        if (loaded.Options is not { } options)
        {
            FaultPage.Write(errors, loaded);
            return ExitCode.Configuration;
        }

        var level = new LogLevelControl(options.Logging.Level);
        using var loggers = ConsoleLog.Create(options.Logging, level);
        await using var store = Known(options.State, errors);
        foreach (var document in await new DocumentList(options, new(loggers, level)).AllAsync(store))
        {
            await output.WriteLineAsync(document);
        }

        return ExitCode.Clean;
    }

    /// <summary>Prints one line a finding; 1 when Home Assistant would refuse a message or a part of one.</summary>
    public static int Lint(string file, string? topic, TextWriter output, TextWriter errors)
    {
        string text;
        try
        {
            text = file == Standard ? Console.In.ReadToEnd() : File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"bridge discovery: {failure.Message}");
            return ExitCode.CommandLine;
        }

        var found = Messages(text, topic).SelectMany(static message => Findings(message.Topic, message.Payload)).ToArray();
        foreach (var (place, finding) in found)
        {
            output.WriteLine($"{(finding.Severity == Severity.Error ? "error  " : "warning")}  {place}: {finding.Text}");
        }

        var refused = found.Count(static each => each.Finding.Severity == Severity.Error);
        output.WriteLine($"{refused} errors, {found.Length - refused} warnings.");
        return refused == 0 ? ExitCode.Clean : ExitCode.Refused;
    }

    /// <summary>
    /// What a text holds: one message, or messages with their topics before them, each of any number of lines. What else is
    /// said below the discovery prefix, such as Home Assistant's birth, is passed over.
    /// </summary>
    private static IEnumerable<(string? Topic, string Payload)> Messages(string text, string? topic)
    {
        if (topic is not null || text.TrimStart() is [] or ['{' or '[', ..])
        {
            return [(topic, text.Trim())];
        }

        return Split(text)
            .Select(static message => message.Trim())
            .Where(static message => message.Length > 0)
            .Select(static message => (Message: message, End: message.IndexOf(" {", StringComparison.Ordinal)))
            .Select(static each => each.End < 0 ? each.Message.Split(' ', 2) : [each.Message[..each.End], each.Message[(each.End + 1)..]])
            .Select(static parts => ((string?)parts[0], Payload: parts.Length == 2 ? parts[1] : string.Empty))
            .Where(static each => each.Item1!.EndsWith("/config", StringComparison.Ordinal) || each.Payload is ['{', ..]);
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', end + 1))
        {
            if (BeginsWithTopic(text.AsSpan(end + 1)))
            {
                yield return text[start..end];
                start = end + 1;
            }
        }

        yield return text[start..];
    }

    // No line within a message of JSON does.
    private static bool BeginsWithTopic(ReadOnlySpan<char> line) =>
        line.IndexOfAny(EndOfLevel) is >= 0 and var end && line[end] == '/';

    private static IEnumerable<(string Place, Finding Finding)> Findings(string? topic, string payload) =>
        Discovery.Contract.Lint.Check(topic, Encoding.UTF8.GetBytes(payload)).Select(finding =>
        {
            var part = finding.Component is { Length: > 0 } key && topic?.Contains($"/{key}/", StringComparison.Ordinal) != true
                ? $"components.{key}"
                : "message";
            return (topic is null ? part : $"{topic} {part}", finding);
        });

    // Without what a running bridge remembers, meters have no entities yet, and the identity is not known.
    private static MemoryStateStore Known(StateOptions state, TextWriter errors)
    {
        try
        {
            return Remembered.Read(state) ?? new MemoryStateStore();
        }
        catch (Exception failure) when (failure is IOException or StoreVersionException)
        {
            errors.WriteLine($"warning: {failure.Message}; what it remembers is not in the documents");
            return new MemoryStateStore();
        }
    }
}
