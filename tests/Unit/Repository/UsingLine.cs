using System.Text.RegularExpressions;

namespace Bridge.Unit.Repository;

/// <summary>A <c>using</c> of one of our own namespaces in a file of the product.</summary>
internal sealed partial record UsingLine(string Path, string Own, string Namespace)
{
    private const RegexOptions Lines = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    /// <summary>All of them.</summary>
    public static IEnumerable<UsingLine> All() =>
        from path in SourceTree.WithExtension(".cs")
        where !path.StartsWith("tests/", StringComparison.Ordinal)
            && !path.StartsWith("benchmarks/", StringComparison.Ordinal)
        let text = SourceTree.Read(path)
        let own = NamespaceLine().Match(text)
        where own.Success
        from Match line in UsingPattern().Matches(text)
        select new UsingLine(path, own.Groups["name"].Value, line.Groups["name"].Value);

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: using {Namespace}";

    [GeneratedRegex(@"^namespace (?<name>Bridge[\w.]*);", Lines, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (static |\w+ = )?(?<name>Bridge[\w.]*);", Lines, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsingPattern();
}
