using System.CommandLine;

namespace Bridge.Host.Cli;

/// <summary><c>--trace</c>: what to log in every detail, a comma-separated list of words.</summary>
internal sealed class TraceOption
{
    /// <summary>Every MQTT packet sent and received.</summary>
    public const string Mqtt = "mqtt";

    private static readonly string[] Known = [Mqtt];

    /// <summary>The option, which takes known words only.</summary>
    public TraceOption()
    {
        Option.CompletionSources.Add(Known);
        Option.Validators.Add(static result =>
        {
            var words = Split(result.Tokens is [var token, ..] ? token.Value : null);
            foreach (var unknown in words.Except(Known, StringComparer.Ordinal))
            {
                result.AddError($"--trace knows no '{unknown}'; it can trace: {string.Join(", ", Known)}");
            }
        });
    }

    /// <summary>The option.</summary>
    public Option<string?> Option { get; } = new("--trace")
    {
        Description = "Logs in detail whatever logging.level is: mqtt (each packet, without payloads and passwords)",
        HelpName = "WHAT,…",
    };

    /// <summary>Whether a word was given.</summary>
    public bool Has(ParseResult parsed, string word) =>
        Split(parsed.GetValue(Option)).Contains(word, StringComparer.Ordinal);

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];
}
