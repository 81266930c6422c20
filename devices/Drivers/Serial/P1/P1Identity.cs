using System.Text;
using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>What a telegram says of the meter itself: maker, serial number, version.</summary>
internal sealed class P1Identity
{
    private static readonly ulong Dutch = ObisCatalog.Code("1-3:0.2.8");
    private static readonly ulong Belgian = ObisCatalog.Code("0-0:96.1.4");

    // The first that a meter sends is its own number; others are those of its network operator.
    private static readonly ulong[] SerialCodes =
        [ObisCatalog.Code("0-0:96.1.1"), ObisCatalog.Code("0-0:96.1.0"), ObisCatalog.Code("0-0:42.0.0")];

    private int _serialRank = SerialCodes.Length;

    /// <summary>What is known so far.</summary>
    public DeviceInfo Info { get; private set; } = new() { Model = Dsmr.Model };

    /// <summary>True for a code that only versions with a checksum send.</summary>
    public static bool IsVersion(ulong code) => code == Dutch || code == Belgian;

    /// <summary>Reads the header line.</summary>
    public bool Learn(ReadOnlySpan<byte> header) => Put(new() { Manufacturer = Manufacturer(header) });

    /// <summary>Reads a line when it is about the meter itself.</summary>
    /// <returns>True when <see cref="Info"/> changed.</returns>
    public bool Learn(ObisLine line)
    {
        if (IsVersion(line.Code))
        {
            return Put(new() { SoftwareVersion = Version(line) });
        }

        var rank = SerialCodes.IndexOf(line.Code);
        if (rank < 0 || rank > _serialRank || P1Text.Serial(line.Last) is not { } serial)
        {
            return false;
        }

        _serialRank = rank;
        return Put(new() { SerialNumber = serial });
    }

    private bool Put(DeviceInfo newer)
    {
        var all = Info.With(newer);
        if (all == Info)
        {
            return false;
        }

        Info = all;
        return true;
    }

    private static string? Version(ObisLine line)
    {
        var text = line.Last;
        return text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? null
            : line.Code == Dutch && text.Length == 2 ? $"DSMR {(char)text[0]}.{(char)text[1]}"
            : Encoding.ASCII.GetString(text);
    }

    /// <summary>The maker by the three letters of the header (DLMS FLAG list); null for those not known for certain.</summary>
    private static string? Manufacturer(ReadOnlySpan<byte> header)
    {
        if (header.Length < 4)
        {
            return null;
        }

        Span<byte> flag = stackalloc byte[3];
        Ascii.ToUpper(header[1..4], flag, out _);
        return flag switch
        {
            [(byte)'A', (byte)'D', (byte)'N'] => "Aidon",
            [(byte)'I', (byte)'S', (byte)'K'] => "Iskraemeco",
            [(byte)'K', (byte)'A', (byte)'M'] or [(byte)'K', (byte)'M', (byte)'P'] => "Kamstrup",
            [(byte)'K', (byte)'F', (byte)'M'] => "Kaifa",
            [(byte)'L', (byte)'G', (byte)'F'] or [(byte)'L', (byte)'G', (byte)'Z'] => "Landis+Gyr",
            [(byte)'S', (byte)'A', (byte)'G'] => "Sagemcom",
            // The port of these is made by Xemex, the meter is not.
            [(byte)'X', (byte)'M', (byte)'X'] when header.IndexOf("LG"u8) > 0 => "Landis+Gyr",
            _ => null,
        };
    }
}
