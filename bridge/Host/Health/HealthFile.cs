using System.Buffers;
using System.Text.Json;

namespace Bridge.Host.Health;

/// <summary>The file that the main loop touches every 10 s and <c>bridge health</c> looks at.</summary>
internal sealed class HealthFile(string path)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Writes that the process is alive, in one step.</summary>
    /// <param name="run">The id of this run.</param>
    /// <param name="now">The time of day.</param>
    /// <returns>False when it cannot be written.</returns>
    public bool Touch(string run, DateTimeOffset now)
    {
        var next = $"{Path}.{Environment.ProcessId}";
        try
        {
            File.Delete(next);
            using (var file = new FileStream(next, FileMode.CreateNew)) // never follows a link that others put there
            {
                file.Write(Content(run, now));
            }

            File.Move(next, Path, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Takes the sign of life away: this process ends on purpose.</summary>
    public void Remove()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It grows old instead.
        }
    }

    /// <summary>Tells whether the process that touches the file is alive.</summary>
    public HealthVerdict Check(TimeProvider time)
    {
        try
        {
            using var document = JsonDocument.Parse(Read());
            var root = document.RootElement;
            return Judge(root.GetProperty("pid"u8).GetInt32(), root.GetProperty("time"u8).GetDateTimeOffset(), time);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return new HealthVerdict(false, $"{Path} is missing: no bridge runs, or it has another health.file.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new HealthVerdict(false, $"{Path} cannot be read: {failure.Message}");
        }
        catch (Exception failure) when (
            failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new HealthVerdict(false, $"{Path} is no health file of a bridge.");
        }
    }

    private static ReadOnlySpan<byte> Content(string run, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("pid"u8, Environment.ProcessId);
        json.WriteString("run"u8, run);
        json.WriteString("time"u8, now.ToUniversalTime());
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static HealthVerdict Judge(int pid, DateTimeOffset touched, TimeProvider time)
    {
        var age = time.GetUtcNow() - touched;
        var seconds = (long)Math.Abs(age.TotalSeconds);
        return age > Limit
            ? new HealthVerdict(false, $"The bridge (process {pid}) gave its last sign of life {seconds} s ago.")
            : age < -Limit
                ? new HealthVerdict(
                    false,
                    $"The last sign of life (process {pid}) lies {seconds} s in the future: the clock was set back.")
                : new HealthVerdict(true, $"The bridge (process {pid}) is alive.");
    }

    private ReadOnlyMemory<byte> Read()
    {
        using var file = File.OpenRead(Path);
        var content = new byte[1024]; // a longer one is not ours, and fails to parse
        return content.AsMemory(0, file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false));
    }
}
