using System.Diagnostics;

namespace Bridge.TestSupport;

/// <summary>A file system of its own that holds 256 KiB.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-disk-");

    /// <summary>Mounts it.</summary>
    /// <exception cref="InvalidOperationException">This process may not mount; see <see cref="IsAvailable"/>.</exception>
    public SmallDisk() => Do("mount", "-t", "tmpfs", "-o", "size=256k", "bridge-test", _folder.FullName);

    /// <summary>Where a database may lie.</summary>
    public string Database => Path.Combine(_folder.FullName, "bridge.db");

    private string Ballast => Path.Combine(_folder.FullName, "ballast");

    /// <summary>Whether this process may mount.</summary>
    public static bool IsAvailable { get; } = Try();

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Free() => File.Delete(Ballast);

    /// <summary>Makes it read-only, <c>ro</c>, or not, <c>rw</c>.</summary>
    public void Remount(string mode) => Do("mount", "-o", $"remount,{mode}", _folder.FullName);

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("umount", "-l", _folder.FullName);
        _folder.Delete();
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("bridge-disk-");
        var can = Run("mount", "-t", "tmpfs", "bridge-test", folder.FullName) == 0;
        if (can)
        {
            Run("umount", folder.FullName);
        }

        folder.Delete();
        return can;
    }

    private static void Do(string program, params string[] arguments)
    {
        if (Run(program, arguments) is not 0 and var code)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}.");
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
