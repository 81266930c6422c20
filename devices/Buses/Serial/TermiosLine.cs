using Bridge.Devices.Model;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Devices.Buses.Serial;

/// <summary>Opens a tty for one process alone and puts it into raw mode at any speed.</summary>
internal static class TermiosLine
{
    private const string ById = "/dev/serial/by-id";
    private const double SpeedTolerance = 0.03; // what a start-stop line of ten bits bears

    // asm-generic/termbits.h
    private const uint IgnoreBreak = 0x1; // IGNBRK
    private const uint IgnoreParityErrors = 0x4; // IGNPAR: drops the bytes
    private const uint CheckParity = 0x10; // INPCK
    private const uint TwoStopBits = 0x40; // CSTOPB
    private const uint Receiver = 0x80; // CREAD
    private const uint ParityOn = 0x100; // PARENB
    private const uint ParityOdd = 0x200; // PARODD
    private const uint IgnoreModemLines = 0x800; // CLOCAL
    private const uint AnySpeed = 0x1000; // BOTHER
    private const int InputSpeedShift = 16; // IBSHIFT
    private const int DataBitsShift = 4; // CS5 = 0x00 … CS8 = 0x30
    private const int MinimumCharacters = 6; // VMIN

    public static SafeFileHandle Open(string path, LineSettings line)
    {
        const int flags = Interop.ReadWrite | Interop.NoControllingTerminal | Interop.NonBlocking | Interop.CloseOnExec;
        var file = Interop.Open(path, flags);
        try
        {
            if (file.IsInvalid)
            {
                throw OpenFault.Of(path, Errno.Last, Hint());
            }

            Claim(file, path);
            Set(file, path, line);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives the line back: the exclusive mode outlives the handle where another one keeps the line alive, as the
    /// programs do that make pseudo-terminals; the lock does until a process that was just forked runs its own program.
    /// </summary>
    public static void Close(SafeFileHandle file)
    {
        Interop.Flock(file, Interop.Unlock);
        Interop.Ioctl(file, Interop.SetShared, 0);
        file.Dispose();
    }

    /// <summary>
    /// The lock keeps out those who ask for it, the exclusive mode also those who do not (except root).
    /// </summary>
    private static void Claim(SafeFileHandle file, string path)
    {
        if (Interop.Flock(file, Interop.LockExclusiveNow) != 0 && Errno.Last == Errno.Again)
        {
            throw OpenFault.Of(path, Errno.Busy, "");
        }

        if (Interop.Ioctl(file, Interop.SetExclusive, 0) != 0)
        {
            throw NotSerial(path);
        }
    }

    private static void Set(SafeFileHandle file, string path, LineSettings line)
    {
        var wanted = Raw(line);
        var got = default(Interop.Termios2);
        if (Interop.Ioctl(file, Interop.SetTermios2, ref wanted) != 0
            || Interop.Ioctl(file, Interop.GetTermios2, ref got) != 0)
        {
            throw Errno.Last == Errno.NotTerminal ? NotSerial(path) : new BusException(
                BusFault.Protocol, $"{path} cannot be set to {line}: {Errno.Text(Errno.Last)}");
        }

        if (Math.Abs(got.OutputSpeed - (double)line.Baud) > SpeedTolerance * line.Baud)
        {
            throw new BusException(
                BusFault.Protocol, $"{path} cannot do {line.Baud} baud, the nearest is {got.OutputSpeed}");
        }

        Interop.Ioctl(file, Interop.Flush, Interop.FlushInput); // it came at another speed
    }

    private static Interop.Termios2 Raw(LineSettings line)
    {
        var termios = default(Interop.Termios2);
        termios.Input = IgnoreBreak | (line.Parity == Parity.None ? 0 : CheckParity | IgnoreParityErrors);
        termios.Control = Receiver | IgnoreModemLines | AnySpeed | (AnySpeed << InputSpeedShift)
            | ((uint)(line.DataBits - 5) << DataBitsShift)
            | (line.StopBits == 2 ? TwoStopBits : 0)
            | (line.Parity == Parity.None ? 0 : ParityOn)
            | (line.Parity == Parity.Odd ? ParityOdd : 0);
        termios.Characters[MinimumCharacters] = 1; // an empty read is then EAGAIN, and 0 means the line is gone
        termios.InputSpeed = termios.OutputSpeed = (uint)line.Baud;
        return termios;
    }

    private static BusException NotSerial(string path) => new(BusFault.Protocol, $"{path} is no serial line");

    private static string Hint()
    {
        var adapters = Directory.Exists(ById) ? Directory.GetFileSystemEntries(ById) : [];
        return adapters.Length == 0
            ? "is the adapter plugged in, and passed to the container?"
            : $"plugged in are {string.Join(", ", adapters.Order(StringComparer.Ordinal))}";
    }
}
