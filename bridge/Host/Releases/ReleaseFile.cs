using System.Text;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Releases;

/// <summary>Follows the file that tells of the newest release; it is read at the start and when it has changed.</summary>
/// <param name="path">The file.</param>
/// <param name="logger">The log.</param>
internal sealed class ReleaseFile(string path, ILogger logger)
{
    private const int Largest = 65536;

    private (DateTime Written, long Length)? _seen;
    private string? _trouble;

    /// <summary>The newest release that the file told of; null for none.</summary>
    public Release? Newest { get; private set; }

    /// <summary>Looks at the file; true when it tells of another release. One that cannot be read changes nothing.</summary>
    public bool Look()
    {
        var file = new FileInfo(path);
        var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : (DateTime.MinValue, 0);
        if (now == _seen)
        {
            return false;
        }

        _seen = now;
        var before = Newest;
        Newest = Read() ?? before;
        return Newest != before;
    }

    private Release? Read()
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > Largest)
            {
                throw new FormatException($"it has more than {Largest} bytes");
            }

            var content = new byte[file.Length];
            file.ReadExactly(content);
            var start = content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            var release = Release.Read(content.AsMemory(start));
            _trouble = null;
            return release;
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            if (_trouble != wrong.Message)
            {
                _trouble = wrong.Message;
                Log.ReleaseFileUnread(logger, path, wrong.Message);
            }

            return null;
        }
    }
}
