using Bridge.Devices.Model;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Devices.Buses.I2c;

/// <summary>
/// Transfers on an adapter without plain I²C: single bytes, and registers as I²C blocks of up to 32 bytes.
/// A longer read is done in several blocks, each from its own register, so it is not one moment's picture of the chip.
/// </summary>
internal sealed unsafe class SmbusTransfers(
    SafeFileHandle file, string path, nuint functions, Func<byte, BusException> failed)
{
    private const int BlockLength = 32; // I2C_SMBUS_BLOCK_MAX

    // I2C_FUNC_SMBUS_…
    private const nuint ReadByte = 0x0002_0000;
    private const nuint WriteByte = 0x0004_0000;
    private const nuint ReadBlock = 0x0400_0000;
    private const nuint WriteBlock = 0x0800_0000;

    // Sizes of struct i2c_smbus_ioctl_data
    private const uint SizeByte = 1;
    private const uint SizeBlock = 8; // I2C_SMBUS_I2C_BLOCK_DATA

    /// <summary>As <see cref="II2cBus.Transfer"/>; the address has been selected.</summary>
    public void Transfer(byte address, ReadOnlySpan<byte> write, Span<byte> read)
    {
        switch (write.Length, read.Length)
        {
            case (0, 1):
                Require(address, ReadByte, "SMBus receive byte");
                fixed (byte* into = read)
                {
                    Run(address, isRead: true, 0, SizeByte, into);
                }

                break;
            case (1, 0):
                Require(address, WriteByte, "SMBus send byte");
                Run(address, isRead: false, write[0], SizeByte, null);
                break;
            case ( <= BlockLength + 1, 0):
                Require(address, WriteBlock, "SMBus I²C block write");
                WriteRegisters(address, write[0], write[1..]);
                break;
            case (1, > 0) when write[0] + read.Length <= 256:
                Require(address, ReadBlock, "SMBus I²C block read");
                ReadRegisters(address, write[0], read);
                break;
            default:
                throw Cannot(address, $"plain I²C, which {write.Length} bytes out and {read.Length} in would need");
        }
    }

    private void WriteRegisters(byte address, byte register, ReadOnlySpan<byte> values)
    {
        var block = stackalloc byte[BlockLength + 2];
        block[0] = (byte)values.Length;
        values.CopyTo(new Span<byte>(block + 1, BlockLength));
        Run(address, isRead: false, register, SizeBlock, block);
    }

    private void ReadRegisters(byte address, byte register, Span<byte> values)
    {
        var block = stackalloc byte[BlockLength + 2];
        for (var done = 0; done < values.Length; done += BlockLength)
        {
            var count = Math.Min(BlockLength, values.Length - done);
            block[0] = (byte)count;
            Run(address, isRead: true, (byte)(register + done), SizeBlock, block);
            if (block[0] != count)
            {
                throw I2cFault.NoAnswer(path, address, $"{block[0]} of {count} bytes came");
            }

            new ReadOnlySpan<byte>(block + 1, count).CopyTo(values[done..]);
        }
    }

    private void Run(byte address, bool isRead, byte command, uint size, byte* data)
    {
        var transaction = new Interop.SmbusTransaction
        {
            IsRead = isRead ? (byte)1 : (byte)0,
            Command = command,
            Size = size,
            Data = data,
        };
        if (Interop.Ioctl(file, Interop.I2cSmbus, ref transaction) < 0)
        {
            throw failed(address);
        }
    }

    private void Require(byte address, nuint function, string name)
    {
        if ((functions & function) == 0)
        {
            throw Cannot(address, name);
        }
    }

    private BusException Cannot(byte address, string ability) => new(
        BusFault.Protocol, $"{path} 0x{address:x2}: the adapter lacks {ability}: use another adapter for this chip");
}
