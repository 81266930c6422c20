using Bridge.Devices.Model;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Devices.Buses.I2c;

/// <summary>
/// The kernel's I²C bus master behind <c>/dev/i2c-N</c>. Adapters that only speak SMBus are used through SMBus's I²C
/// block transfers, as far as these can express a transfer.
/// </summary>
public sealed unsafe class LinuxI2cBus : II2cBus
{
    private const nuint PlainI2c = 0x1; // I2C_FUNC_I2C

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly SmbusTransfers? _smbus;

    private LinuxI2cBus(SafeFileHandle file, string path, nuint functions)
    {
        _file = file;
        _path = path;
        _smbus = (functions & PlainI2c) == 0 ? new SmbusTransfers(file, path, functions, Failed) : null;
    }

    /// <inheritdoc/>
    public I2cNeeds Abilities => _smbus is null ? I2cNeeds.PlainI2c : I2cNeeds.None;

    /// <inheritdoc/>
    public bool IsDoubtful { get; private set; }

    /// <summary>Opens a bus node.</summary>
    /// <param name="path">Such as <c>/dev/i2c-1</c>.</param>
    /// <exception cref="BusException">
    /// <see cref="BusFault.PortMissing"/>, <see cref="BusFault.Permission"/>, <see cref="BusFault.Busy"/>,
    /// <see cref="BusFault.BusDown"/>; <see cref="BusFault.Protocol"/> when it is no I²C bus.
    /// </exception>
    public static LinuxI2cBus Open(string path)
    {
        var file = Interop.Open(path, Interop.ReadWrite | Interop.CloseOnExec);
        if (file.IsInvalid)
        {
            var error = Errno.Last;
            file.Dispose();
            throw OpenFault.Of(path, error, "is I²C enabled, the i2c-dev module loaded and the adapter plugged in?");
        }

        if (Interop.Ioctl(file, Interop.I2cFunctions, out var functions) < 0)
        {
            var error = Errno.Last;
            file.Dispose();
            throw new BusException(BusFault.Protocol, $"{path} is no I²C bus: {Errno.Text(error)}");
        }

        return new LinuxI2cBus(file, path, functions);
    }

    /// <inheritdoc/>
    public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (write.IsEmpty && read.IsEmpty)
        {
            throw new ArgumentException("A transfer writes or reads at least one byte.", nameof(write));
        }

        Select(address);
        if (_smbus is { } smbus)
        {
            smbus.Transfer(address, write, read);
        }
        else
        {
            TransferPlain(address, write, read);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Plain transfers name their address themselves; only this call tells that a kernel driver has the chip.
    /// </summary>
    private void Select(byte address)
    {
        if (Interop.Ioctl(_file, Interop.I2cSlave, address) >= 0)
        {
            return;
        }

        throw Errno.Last == Errno.Busy ? I2cFault.Claimed(_path, address) : Failed(address);
    }

    /// <summary>What the last call failed with.</summary>
    private BusException Failed(byte address)
    {
        // Adapters that were plugged in again, and lines that hang, show as these; so does a mere missing acknowledge.
        IsDoubtful = Errno.Last is Errno.Io or Errno.NoDevice;
        return I2cFault.Of(_path, address, Errno.Last);
    }

    private void TransferPlain(byte address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        fixed (byte* output = write)
        fixed (byte* input = read)
        {
            var messages = stackalloc Interop.I2cMessage[2];
            uint count = 0;
            if (!write.IsEmpty)
            {
                messages[count++] = Message(address, 0, output, write.Length);
            }

            if (!read.IsEmpty)
            {
                messages[count++] = Message(address, Interop.I2cMessage.Read, input, read.Length);
            }

            var transaction = new Interop.I2cTransaction { Messages = messages, Count = count };
            var done = Interop.Ioctl(_file, Interop.I2cReadWrite, ref transaction);
            if (done < 0)
            {
                throw Failed(address);
            }

            if (done != count) // some adapters tell a missing acknowledge only by this
            {
                throw I2cFault.NoAnswer(_path, address, $"{done} of {count} messages went through");
            }
        }
    }

    private static Interop.I2cMessage Message(byte address, ushort flags, byte* buffer, int length) => new()
    {
        Address = address,
        Flags = flags,
        Length = checked((ushort)length),
        Buffer = buffer,
    };
}
