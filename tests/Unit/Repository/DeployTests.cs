using System.Diagnostics;
using System.Text.Json;
using Bridge.TestSupport;

namespace Bridge.Unit.Repository;

/// <summary>What is used to release and to install the program fits it.</summary>
public sealed class DeployTests
{
    [Fact]
    public void The_example_boards_run_this_version()
    {
        var props = SourceTree.Read("Directory.Build.props");
        var version = props.Split("<Version>")[1].Split("</Version>")[0];

        SourceTree.Read("deploy/ansible/inventory/group_vars/boards.yaml").Should().Contain($"bridge_image: bridge:{version}\n");
    }

    [Fact]
    public void The_bill_of_materials_has_every_package_once_and_only_references_that_lead_somewhere()
    {
        if (Run() is not { } written)
        {
            return;
        }

        using var bill = JsonDocument.Parse(written);
        var root = bill.RootElement;
        var packages = root.GetProperty("components").EnumerateArray()
            .Select(static component => component.GetProperty("purl").GetString()!).ToArray();
        var dependencies = root.GetProperty("dependencies").EnumerateArray().ToArray();

        root.GetProperty("bomFormat").GetString().Should().Be("CycloneDX");
        root.GetProperty("metadata").GetProperty("timestamp").GetString().Should().Be("2001-09-09T01:46:40Z");
        packages.Should().Equal(ShippedPackage.All().Select(static package => $"pkg:nuget/{package.Name}@{package.Version}"));
        dependencies.Select(static each => each.GetProperty("ref").GetString()).Should().BeEquivalentTo([.. packages, "bridge"]);
        dependencies.SelectMany(static each => each.GetProperty("dependsOn").EnumerateArray())
            .Select(static reference => reference.GetString()).Distinct(StringComparer.Ordinal)
            .Should().BeEquivalentTo(packages, "each package is in the program because something needs it");
        Run().Should().Be(written);
    }

    /// <summary>What the script prints; null where jq is not installed.</summary>
    private static string? Run()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':');
        if (!folders.Any(static folder => File.Exists(Path.Combine(folder, "jq"))))
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Checkout.Root, "deploy/sbom.sh"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["SOURCE_DATE_EPOCH"] = "1000000000" },
        })!;
        var written = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
        return written;
    }
}
