using System.Text.RegularExpressions;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Environment variables that begin with <c>BRIDGE_</c>.</summary>
internal static partial class Variables
{
    /// <summary>Those that are no keys: where the configuration is, and what steers tests and compose.yaml.</summary>
    private static readonly string[] Others = ["BRIDGE_CONFIG", "BRIDGE_UPDATE", "BRIDGE_SLOW", "BRIDGE_PROGRAM"];

    private static readonly HashSet<string> Keys = AllKeys.Paths
        .SelectMany(static section => section.Keys.Settings.SelectMany(AllKeys.Names).Select(name => $"{section.Path}.{name}"))
        .Select(static path => "BRIDGE_" + path.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant())
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether the program, or who starts it, reads a variable.</summary>
    public static bool IsKnown(string name) =>
        Keys.Contains(name) || Others.Contains(name) || name.StartsWith("BRIDGE_DEVICES__", StringComparison.Ordinal);

    /// <summary>Those that a text names, without what ends in an ellipsis or an underscore.</summary>
    public static IEnumerable<string> Named(string text) => Name().Matches(text).Select(static match => match.Value);

    [GeneratedRegex(@"\bBRIDGE_[A-Z0-9_]*[A-Z0-9]\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
