using System.Diagnostics;
using System.Text;
using Bridge.Discovery.Contract;

namespace Bridge.EndToEnd.Scenes;

/// <summary>Holds discovery documents against the rules by which Home Assistant takes them.</summary>
internal static class Documents
{
    /// <summary>The checker hands a document's origin on to its triggers itself, and then complains of it.</summary>
    private const string OfTheChecker = "key 'origin' is not known to device_automation: dropped";

    /// <summary>Every document among retained messages must be taken without error and without warning.</summary>
    public static async Task ShouldBeTakenAsync(IReadOnlyDictionary<string, string> retained)
    {
        var documents = retained.Where(static each => each.Key.EndsWith("/config", StringComparison.Ordinal)).ToArray();
        documents.Should().NotBeEmpty();
        foreach (var (topic, payload) in documents)
        {
            var findings = SelfCheck.Check(topic.Split('/')[^2], Encoding.UTF8.GetBytes(payload));
            findings.Select(static finding => finding.Text).Should().BeEmpty(topic);
            (await CheckWithTablesAsync(topic, payload)).Should().BeEmpty(topic);
        }
    }

    /// <summary>What the checker beside the checkout finds; nothing where it is not there.</summary>
    private static async Task<string> CheckWithTablesAsync(string topic, string payload)
    {
        var checker = Path.Combine(TestSupport.Checkout.Root, "../shared/home-assistant/check_payload.py");
        if (!File.Exists(checker))
        {
            return string.Empty;
        }

        var start = new ProcessStartInfo("env", ["python3", checker, topic, "-"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(payload);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 127 // no python3
            ? string.Empty
            : string.Concat(output.Split('\n').Where(static line => !line.EndsWith(OfTheChecker, StringComparison.Ordinal)));
    }
}
