namespace Bridge.Devices.Model;

/// <summary>A device on a line of its own that can be set. What it then is, its next telegram tells.</summary>
public interface ICommandedDecoder : IStreamDecoder
{
    /// <summary>The bytes that ask the device for it.</summary>
    ReadOnlyMemory<byte> Encode(Command command);
}
