using System.Collections.Immutable;

namespace Bridge.Host.Configuration;

/// <summary>Where configuration is looked for; holds all that the loader needs from its surroundings.</summary>
internal sealed record ConfigurationRequest
{
    /// <summary><c>--config</c>; null looks in the usual places.</summary>
    public string? File { get; init; }

    /// <summary><c>--env-file</c>; null reads <c>./.env</c> when it is there.</summary>
    public string? EnvFile { get; init; }

    /// <summary>The <c>--set path=value</c> of the command line, in order.</summary>
    public ImmutableArray<string> Sets { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Where the add-on's options are; missing outside of the add-on.</summary>
    public string AddOnOptionsFile { get; init; } = "/data/options.json";

    /// <summary>Where a mounted configuration is.</summary>
    public string MountedFile { get; init; } = "/config/bridge.yaml";

    /// <summary>True in a container, where state defaults to <c>/data/bridge.db</c>.</summary>
    public bool InContainer { get; init; }
}
