using System.Runtime.InteropServices;

namespace Bridge.Devices.Buses;

/// <summary>The numbers of errno that are told apart (asm-generic/errno-base.h, errno.h).</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Io = 5;
    public const int NoSuchAddress = 6; // ENXIO
    public const int Again = 11;
    public const int Access = 13;
    public const int Busy = 16;
    public const int NoDevice = 19;
    public const int NotDirectory = 20;
    public const int Invalid = 22;
    public const int NotTerminal = 25;
    public const int Protocol = 71;
    public const int MessageSize = 90;
    public const int NotSupported = 95;
    public const int Shutdown = 108;
    public const int TimedOut = 110;
    public const int RemoteIo = 121;

    /// <summary>The last native call's errno.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The system's words, and the number.</summary>
    public static string Text(int error) => $"{Marshal.GetPInvokeErrorMessage(error)} (errno {error})";
}
