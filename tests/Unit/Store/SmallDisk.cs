using System.Diagnostics;

namespace Bridge.Unit.Store;

/// <summary>A file system of its own that holds 256 KiB.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-disk-");

    public SmallDisk() => Run("mount", "-t", "tmpfs", "-o", "size=256k", "bridge-test", _folder.FullName).Should().Be(0);

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

    public void Free() => File.Delete(Ballast);

    public void Remount(string mode) => Run("mount", "-o", $"remount,{mode}", _folder.FullName).Should().Be(0);

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

/// <summary>A test that mounts a small disk.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    /// <summary>Skips where that is not allowed.</summary>
    public SmallDiskFactAttribute() => Skip = SmallDisk.IsAvailable ? null : "only root may mount a small file system";
}

/// <summary>A test for which permissions must hold.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OrdinaryUserFactAttribute : FactAttribute
{
    /// <summary>Skips where they do not.</summary>
    public OrdinaryUserFactAttribute() => Skip = OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess
        ? "permissions do not hold an administrator back"
        : null;
}
