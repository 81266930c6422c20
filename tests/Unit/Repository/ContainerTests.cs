using System.Text.RegularExpressions;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Unit.Repository;

/// <summary>What the image and the composed services are made from fits the rest of the repository.</summary>
public sealed partial class ContainerTests
{
    private static readonly string Dockerfile = SourceTree.Read("Dockerfile");
    private static readonly string Compose = SourceTree.Read("compose.yaml");

    [Fact]
    public void The_version_of_the_image_is_that_of_the_program()
    {
        var version = VersionArgument().Match(Dockerfile).Groups["version"].Value;

        SourceTree.Read("Directory.Build.props").Should().Contain($"<Version>{version}</Version>");
    }

    [Fact]
    public void Every_base_image_is_pinned_by_its_digest()
    {
        var bases = BaseImage().Matches(Dockerfile).Select(static match => match.Value).ToArray();

        bases.Should().HaveCount(3).And.OnlyContain(static line => Digest().IsMatch(line));
    }

    [Fact]
    public void Settings_are_those_of_the_program_never_of_the_image() => Dockerfile.Should().NotContain("BRIDGE_");

    [Fact]
    public void Packages_are_restored_for_every_project_of_the_product()
    {
        var projects = SourceTree.WithExtension(".csproj")
            .Where(static path => !path.StartsWith("tests/", StringComparison.Ordinal)
                && !path.StartsWith("benchmarks/", StringComparison.Ordinal))
            .Select(static path => Path.GetDirectoryName(path)!).ToArray();

        projects.Should().NotBeEmpty();
        foreach (var folder in projects)
        {
            Dockerfile.Should().Contain($"COPY {folder}/*.csproj {folder}/packages.lock.json {folder}/");
            SourceTree.Read(".dockerignore").Should().Contain($"\n!{folder.Split('/')[0]}\n");
        }
    }

    [Fact]
    public void Variables_of_the_composed_services_are_keys_of_the_program()
    {
        var keys = AllKeys.Paths.SelectMany(static section => section.Keys.Settings
            .SelectMany(AllKeys.Names).Select(name => $"{section.Path}.{name}"));
        var variables = Variable().Matches(Compose).Select(static match => match.Value).Distinct(StringComparer.Ordinal)
            .Select(static name => name["BRIDGE_".Length..].Replace("__", ".", StringComparison.Ordinal).ToLowerInvariant());

        variables.Should().NotBeEmpty().And.BeSubsetOf(keys.Append("config"));
    }

    [GeneratedRegex(
        @"^ARG VERSION=(?<version>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionArgument();

    // Other stages are named without a registry.
    [GeneratedRegex(
        "^FROM .*/.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BaseImage();

    [GeneratedRegex("@sha256:[0-9a-f]{64} AS [a-z-]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digest();

    [GeneratedRegex("BRIDGE_[A-Z0-9_]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
