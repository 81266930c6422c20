using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Devices.Buses;

/// <summary>
/// All native calls of this library: Linux, 64-bit. Layouts and numbers are the same on x64 and arm64, and on both a
/// variadic function such as ioctl takes its arguments like any other.
/// </summary>
internal static unsafe partial class Interop
{
    public const int ReadWrite = 0x2;
    public const int NoControllingTerminal = 0x100;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    private const short PollIn = 0x1;

    public const int LockExclusiveNow = 2 | 4; // LOCK_EX | LOCK_NB
    public const int Unlock = 8; // LOCK_UN

    // linux/i2c-dev.h
    public const uint I2cSlave = 0x0703;
    public const uint I2cFunctions = 0x0705;
    public const uint I2cReadWrite = 0x0707;
    public const uint I2cSmbus = 0x0720;

    // asm-generic/ioctls.h
    public const uint GetTermios2 = 0x802C542A;
    public const uint SetTermios2 = 0x402C542B;
    public const uint SetExclusive = 0x540C; // TIOCEXCL
    public const uint SetShared = 0x540D; // TIOCNXCL
    public const uint Flush = 0x540B; // TCFLSH
    public const nuint FlushInput = 0; // TCIFLUSH

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, Span<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, nuint value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, out nuint value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, ref I2cTransaction transaction);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, ref SmbusTransaction transaction);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, ref Termios2 termios);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial SafeFileHandle EventFd(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statx(int folder, string path, int flags, uint mask, out FileStatus status);

    /// <summary>Waits until a file can be read or is hung up, or an event is signalled.</summary>
    public static void WaitForInput(SafeFileHandle file, SafeFileHandle signal)
    {
        bool fileHeld = false, signalHeld = false;
        try
        {
            file.DangerousAddRef(ref fileHeld);
            signal.DangerousAddRef(ref signalHeld);
            var both = stackalloc PollEntry[2];
            both[0] = new PollEntry { File = (int)file.DangerousGetHandle(), Events = PollIn, Returned = 0 };
            both[1] = new PollEntry { File = (int)signal.DangerousGetHandle(), Events = PollIn, Returned = 0 };
            PollNative(both, 2, milliseconds: -1);
        }
        finally
        {
            if (signalHeld)
            {
                signal.DangerousRelease();
            }

            if (fileHeld)
            {
                file.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollNative(PollEntry* entries, nuint count, int milliseconds);

    /// <summary>struct i2c_msg.</summary>
    public struct I2cMessage
    {
        public const ushort Read = 1; // I2C_M_RD

        public ushort Address;
        public ushort Flags;
        public ushort Length;
        public byte* Buffer;
    }

    /// <summary>struct i2c_rdwr_ioctl_data.</summary>
    public struct I2cTransaction
    {
        public I2cMessage* Messages;
        public uint Count;
    }

    /// <summary>
    /// struct i2c_smbus_ioctl_data; <see cref="Data"/> points to the byte, or to the length and up to 32 bytes.
    /// </summary>
    public struct SmbusTransaction
    {
        public byte IsRead;
        public byte Command;
        public uint Size;
        public byte* Data;
    }

    /// <summary>struct termios2 (asm-generic/termbits.h).</summary>
    public struct Termios2
    {
        public uint Input;
        public uint Output;
        public uint Control;
        public uint Local;
        public byte Line;
        public ControlCharacters Characters;
        public uint InputSpeed;
        public uint OutputSpeed;
    }

    [InlineArray(19)]
    public struct ControlCharacters
    {
        private byte _first;
    }

    /// <summary>The start of struct statx: the same on every architecture.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    public struct FileStatus
    {
        public uint Mask;
        public uint BlockSize;
        public ulong Attributes;
        public uint Links;
        public uint User;
        public uint Group;
        public ushort Mode;
    }

    private struct PollEntry
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
