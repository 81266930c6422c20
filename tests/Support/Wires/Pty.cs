using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bridge.TestSupport.Wires;

/// <summary>
/// A pseudo-terminal: the program opens <see cref="Path"/>, the test holds the other end. Disposing unplugs it.
/// </summary>
public sealed partial class Pty : IDisposable
{
    private const int ReadWrite = 0x2;
    private const int NoControllingTerminal = 0x100;
    private const int CloseOnExec = 0x80000;

    private const int Interrupted = 4; // EINTR

    private const uint GetExclusive = 0x80045440; // TIOCGEXCL

    private readonly SafeFileHandle _master;

    public Pty()
    {
        _master = PosixOpenPt(ReadWrite | NoControllingTerminal | CloseOnExec);
        var name = new byte[64];
        if (_master.IsInvalid || GrantPt(_master) != 0 || UnlockPt(_master) != 0
            || PtsName(_master, name, (nuint)name.Length) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        Path = System.Text.Encoding.ASCII.GetString(name).TrimEnd('\0');
    }

    /// <summary>What the program opens: <c>/dev/pts/7</c>.</summary>
    public string Path { get; }

    /// <summary>Keeps the program's end open, as socat does: it does not hang up when the program closes it.</summary>
    public SafeFileHandle Hold() => Open(Path, ReadWrite | NoControllingTerminal | CloseOnExec);

    /// <summary>Whether the held end lets nobody else in.</summary>
    public static bool IsExclusive(SafeFileHandle held) => Ioctl(held, GetExclusive, out var exclusive) == 0 && exclusive != 0;

    /// <summary>Sends bytes to the program.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Write(_master, bytes, (nuint)bytes.Length);
            bytes = count > 0 ? bytes[(int)count..] : throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>
    /// What the program wrote, waiting for the first byte for at most so long; empty when nothing came.
    /// </summary>
    public byte[] Receive(TimeSpan patience)
    {
        var began = TimeProvider.System.GetTimestamp();
        var entry = new PollEntry { File = (int)_master.DangerousGetHandle(), Events = 1 };
        int ready;
        do
        {
            var left = patience - TimeProvider.System.GetElapsedTime(began);
            ready = Poll(ref entry, 1, Math.Max(0, (int)left.TotalMilliseconds));
        }
        while (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted); // a child of the test's that ended, for one

        if (ready <= 0)
        {
            return [];
        }

        var buffer = new byte[4096];
        var count = Read(_master, buffer, (nuint)buffer.Length);
        return count > 0 ? buffer[..(int)count] : [];
    }

    /// <summary>Pulls the plug: the program sees a hang-up.</summary>
    public void Dispose() => _master.Dispose();

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial SafeFileHandle PosixOpenPt(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int GrantPt(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int UnlockPt(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int PtsName(SafeFileHandle master, Span<byte> name, nuint length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Span<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(SafeFileHandle file, nuint request, out int value);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollEntry entry, nuint count, int milliseconds);

    private struct PollEntry
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
