using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Bridge.EndToEnd.Scenes;
using Bridge.TestSupport;

namespace Bridge.EndToEnd;

/// <summary>The picture of the README is what the demo draws. <c>BRIDGE_UPDATE=1</c> makes it anew.</summary>
public sealed partial class PictureTests
{
    private static readonly string Picture = Path.Combine(Checkout.Root, "docs/demo.svg");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_picture_shows_the_devices_and_entities_that_the_demo_shows()
    {
        var lines = await LastTableAsync();
        if (Environment.GetEnvironmentVariable("BRIDGE_UPDATE") == "1")
        {
            await File.WriteAllTextAsync(
                Picture, TerminalPicture.Draw("The table that 'bridge demo' draws in a terminal", lines));
        }

        var shown = Text().Matches(await File.ReadAllTextAsync(Picture))
            .GroupBy(static piece => piece.Groups["row"].Value, StringComparer.Ordinal)
            .Select(static row => WebUtility.HtmlDecode(string.Concat(row.Select(static piece => piece.Groups["text"]))));

        Names(shown).Should().Equal(Names(lines.Select(TerminalPicture.Plain)));
    }

    // Device and entity; values differ from run to run, and the width of their column with them.
    private static IEnumerable<string> Names(IEnumerable<string> rows) => rows.Select(static row => row.Split('│'))
        .Where(static cells => cells.Length > 2)
        .Select(static cells => $"{cells[1].Trim()}, {cells[2].Trim()}");

    /// <summary>The last table that the demo draws in five seconds in a high terminal.</summary>
    private static async Task<string[]> LastTableAsync()
    {
        var command = $"stty cols 100 rows 60; env -u NO_COLOR TERM=xterm-256color {RunningBridge.Program} demo --seconds 5";
        string[] arguments = ["--quiet", "--return", "--command", command, "/dev/null"];
        using var process = Process.Start(new ProcessStartInfo("script", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var drawn = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        var table = drawn[drawn.LastIndexOf('╭')..];
        return
        [
            .. table[..(table.IndexOf('╯', StringComparison.Ordinal) + 1)].Split('\n')
                .Select(static line => line.Trim('\r', ' ')),
        ];
    }

    [GeneratedRegex(
        "<text [^>]*y=\"(?<row>[0-9]+)\"[^>]*>(?<text>[^<]*)</text>",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Text();
}
