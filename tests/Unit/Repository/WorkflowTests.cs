using System.Diagnostics;
using System.Text.RegularExpressions;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;
using Bridge.Unit.AddOn;
using YamlDotNet.RepresentationModel;

namespace Bridge.Unit.Repository;

/// <summary>The pipelines of the repository, as far as they can be held against it without running them.</summary>
public sealed partial class WorkflowTests
{
    private const string Release = ".github/workflows/release.yml";

    public static TheoryData<string> Workflows() =>
        [.. SourceTree.Files.Where(static path => path.StartsWith(".github/workflows/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void It_runs_the_gate_of_the_repository_and_only_scripts_that_are_there_to_be_run(string workflow)
    {
        var scripts = Runs(workflow).SelectMany(static run => Script().Matches(run)).Select(static match => match.Value).ToArray();

        Runs(workflow).Should().Contain("bash .ci/run");
        SourceTree.Files.Should().Contain(scripts);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var script in scripts)
        {
            File.GetUnixFileMode(Path.Combine(Checkout.Root, script)).Should().HaveFlag(UnixFileMode.UserExecute, script);
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_of_others_are_pinned_to_a_commit_and_say_of_which_version(string workflow)
    {
        var lines = SourceTree.Read(workflow).Split('\n').Where(static line => line.Contains("uses: ", StringComparison.Ordinal));

        lines.Should().NotBeEmpty().And.OnlyContain(static line => PinnedAction().IsMatch(line));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void It_may_read_the_sources_and_its_jobs_do_no_more_than_they_need(string workflow)
    {
        Map(Load(workflow)["permissions"]).Should().Equal(("contents", "read"));
        foreach (var (job, content) in Entries(Load(workflow)["jobs"]))
        {
            var rights = Find(content, "permissions") is { } given ? Map(given) : [];
            rights.Where(static right => right.Value != "read").Select(static right => right.Key).Should().Equal(
                (Path.GetFileName(workflow), job) switch
                {
                    ("release.yml", "images") => ["packages", "id-token"],
                    ("release.yml", "tarballs") => ["contents", "id-token", "attestations"],
                    ("release.yml", "main") => ["contents"],
                    _ => Array.Empty<string>(),
                },
                job);
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Its_steps_are_good_scripts_that_no_name_of_a_branch_gets_into(string workflow)
    {
        foreach (var run in Runs(workflow))
        {
            // What others may choose, such as the name of a tag, comes by the environment.
            run.Should().NotContain("${{");
            Execute("bash", ["-n"], run).Code.Should().Be(0, run);
            if (Programs.Find("shellcheck") is { } shellcheck)
            {
                var (code, told) = Execute(shellcheck, ["--shell=bash", "-"], run);
                code.Should().Be(0, told);
            }
        }
    }

    [Fact]
    public void A_release_takes_version_image_and_registry_from_the_tree_and_refuses_another_tag()
    {
        var script = Runs(Release).Single(static run => run.Contains("GITHUB_OUTPUT", StringComparison.Ordinal));
        var version = SourceTree.Read("Directory.Build.props").Split("<Version>")[1].Split("</Version>")[0];
        var image = AddOnFolder.Manifest["image"].ToString();
        var output = Path.GetTempFileName();
        try
        {
            Execute("bash", ["-e"], script, ("TAG", $"v{version}"), ("GITHUB_OUTPUT", output)).Code.Should().Be(0);
            File.ReadAllLines(output).Should().Equal(
                $"version={version}", $"image={image[..^"-addon".Length]}", $"registry={image.Split('/')[0]}");

            var (code, told) = Execute("bash", ["-e"], script, ("TAG", "v0.0.0"), ("GITHUB_OUTPUT", output));
            (code, told).Should().Be((1, $"The tag is v0.0.0, Directory.Build.props says {version}.\n"));
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static (int Code, string Errors) Execute(
        string program, string[] arguments, string input, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Checkout.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var told = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, told);
    }

    private static string[] Runs(string workflow) =>
    [
        .. from job in Entries(Load(workflow)["jobs"])
           from step in (YamlSequenceNode)job.Value["steps"]
           let run = Find(step, "run")
           where run is not null
           select run.ToString(),
    ];

    private static YamlMappingNode Load(string path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(SourceTree.Read(path)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static YamlNode? Find(YamlNode node, string key) =>
        ((YamlMappingNode)node).Children.TryGetValue(key, out var found) ? found : null;

    private static IEnumerable<(string Key, YamlNode Value)> Entries(YamlNode node) =>
        ((YamlMappingNode)node).Children.Select(static pair => (pair.Key.ToString(), pair.Value));

    private static IEnumerable<(string Key, string Value)> Map(YamlNode node) =>
        Entries(node).Select(static entry => (entry.Key, entry.Value.ToString()));

    [GeneratedRegex(@"(?<=^|[\s(])(deploy|tests|\.ci)/[\w./-]+", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Script();

    [GeneratedRegex(@"uses: [\w-]+/[\w-]+@[0-9a-f]{40}  # v[0-9]+\.[0-9]+\.[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PinnedAction();
}
