using System.Globalization;
using System.Text;

namespace Bridge.Host.Configuration.Sources;

/// <summary>Reads small text files and says in words what stands in the way.</summary>
internal static class FileText
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int Limit = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a file of UTF-8 text, with or without a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text without the mark; empty when it cannot be read.</param>
    /// <returns>Null, or why it cannot be read.</returns>
    public static string? TryRead(string path, out string text)
    {
        text = string.Empty;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[Limit + 1];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > Limit)
            {
                return $"{path} is larger than {Limit / 1024} KiB";
            }

            text = Strict.GetString(bytes, 0, count).TrimStart('\uFEFF');
            return text.Contains('\0', StringComparison.Ordinal) ? $"{path} is not a text file" : null;
        }
        catch (DecoderFallbackException)
        {
            return $"{path} is not UTF-8 text; save it as UTF-8";
        }
        catch (Exception trouble) when (trouble is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"{path} does not exist";
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read by uid {UserId()} (its mode is {Mode(path)})"
                + (Directory.Exists(path) ? ": it is a folder; name the file in it" : string.Empty);
        }
    }

    /// <summary>A path as messages name it: relative when it lies in the working directory.</summary>
    public static string Display(string path, string workingDirectory)
    {
        var relative = Path.GetRelativePath(workingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string Mode(string path)
    {
        try
        {
            return OperatingSystem.IsWindows()
                ? "unknown"
                : Convert.ToString((int)File.GetUnixFileMode(path), 8).PadLeft(4, '0');
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }

    // The second number of "Uid:" in proc(5) status is the effective one.
    private static string UserId()
    {
        try
        {
            var line = File.ReadLines("/proc/self/status")
                .FirstOrDefault(static line => line.StartsWith("Uid:", StringComparison.Ordinal));
            var parts = line?.Split('\t', StringSplitOptions.RemoveEmptyEntries) ?? [];
            return parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture).ToString() : "unknown";
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
