using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Unit.Discovery;

/// <summary>Where golden documents and the optional material beside the checkout are found.</summary>
internal static class GoldenFiles
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Root { get; } = FindRoot();

    /// <summary>Whether golden files are to be written instead of compared.</summary>
    public static bool Update => Environment.GetEnvironmentVariable("BRIDGE_UPDATE") == "1";

    public static string Golden(string name) => Path.Combine(Root, "tests", "Captures", "discovery", $"{name}.json");

    /// <summary>A file of the material beside the checkout; null where that is missing.</summary>
    public static string? Shared(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine(["..", "shared", "home-assistant", .. parts]);
        var full = Path.GetFullPath(Path.Combine(Root, path));
        return File.Exists(full) ? full : null;
    }

    /// <summary>The document laid out for people, without a change in content or order.</summary>
    public static string Layout(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        return JsonSerializer.Serialize(document.RootElement, Indented).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>What a command says on both outputs; null where it is not installed.</summary>
    public static async Task<string?> RunAsync(string command, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(command, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            return output + await errors;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bridge.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Bridge.sln is not above the tests.");
    }
}
