using System.Diagnostics;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Host.Cli;

public sealed class ManualPageReferenceTests
{
    private static readonly string Page = Path.Combine(Checkout.Root, "docs", "bridge.1");

    [Fact]
    public void The_manual_page_is_that_of_the_commands()
    {
        if (Environment.GetEnvironmentVariable("BRIDGE_UPDATE") == "1")
        {
            File.WriteAllText(Page, ManualPage.Write());
        }

        File.ReadAllText(Page).Should().Be(ManualPage.Write(), "docs/bridge.1 is generated; BRIDGE_UPDATE=1 writes it anew");
    }

    [Fact]
    public async Task The_manual_page_is_good_where_mandoc_is_there()
    {
        if (Programs.Find("mandoc") is not { } mandoc)
        {
            return;
        }

        using var process = Process.Start(new ProcessStartInfo(mandoc, ["-T", "lint", "-W", "warning", Page])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        // No date: the same commit makes the same page.
        told.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should().OnlyContain(static line => line.Contains("missing date", StringComparison.Ordinal));
    }
}
