using System.Globalization;
using Bridge.Devices.Drivers.Serial.P1;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers;

/// <summary>The P1 port of smart meters of the Netherlands, Belgium, Luxembourg, Sweden and Hungary.</summary>
/// <param name="version">Which edition the meter speaks.</param>
/// <param name="time">Stamps the readings.</param>
internal sealed class Dsmr(P1Version version, TimeProvider time) : IStreamDecoder
{
    /// <summary>What is known before the first telegram.</summary>
    public const string Model = "DSMR P1 smart meter";

    private static readonly Setting<P1Version> Editions = SettingOf.Choice(
        "version",
        "Edition of the P1 port; 2.2 and 3 set the line to 9600 7E1 and send no checksum.",
        "auto",
        ("auto", P1Version.Auto),
        ("2.2", P1Version.WithoutChecksum),
        ("3", P1Version.WithoutChecksum),
        ("4", P1Version.WithChecksum),
        ("5", P1Version.WithChecksum),
        ("belgium", P1Version.WithChecksum),
        ("luxembourg", P1Version.WithChecksum),
        ("sweden", P1Version.WithChecksum),
        ("hungary", P1Version.WithChecksum));

    /// <summary>The edition of P1; 4.2 and 5.0.2, as meters have it on their labels, are 4 and 5.</summary>
    public static readonly Setting<P1Version> VersionSetting = Editions with
    {
        Parse = static text => Editions.Read(text) ?? Editions.Read(text.Split('.')[0]),
    };

    private const byte WithoutParityBit = 0x7F;

    private readonly P1Framer _framer = new();
    private readonly P1Reader _meter = new();
    private bool _hasChecksum = version == P1Version.WithChecksum;

    /// <inheritdoc/>
    public void Consume(ReadOnlySpan<byte> bytes, IStreamSink sink)
    {
        if (version != P1Version.WithoutChecksum)
        {
            Frame(bytes, sink);
            return;
        }

        // A network bridge, or a line that was set to 8 data bits, hands the parity bit on.
        Span<byte> plain = stackalloc byte[256];
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, plain.Length);
            for (var index = 0; index < count; index++)
            {
                plain[index] = (byte)(bytes[index] & WithoutParityBit);
            }

            Frame(plain[..count], sink);
            bytes = bytes[count..];
        }
    }

    /// <inheritdoc/>
    public void Reset() => _framer.Reset();

    private void Frame(ReadOnlySpan<byte> bytes, IStreamSink sink)
    {
        for (var found = _framer.Next(ref bytes); found != P1Event.None; found = _framer.Next(ref bytes))
        {
            switch (found)
            {
                case P1Event.Telegram:
                    Accept(_framer.Telegram, sink);
                    break;
                case P1Event.Cut:
                    sink.Fault(BusFault.Protocol, "A P1 telegram was cut off: the next one began before its end.");
                    break;
                case P1Event.TooLong:
                    sink.Fault(
                        BusFault.Protocol,
                        $"A P1 telegram did not end within {P1Framer.Limit} bytes; check the line's speed and parity.");
                    break;
                default:
                    sink.Fault(
                        BusFault.Protocol,
                        $"{_framer.NoiseLength} bytes belong to no P1 telegram; check the line's speed and parity.");
                    break;
            }
        }
    }

    private void Accept(ReadOnlySpan<byte> telegram, IStreamSink sink)
    {
        if (Damage(telegram) is not { } damage)
        {
            Decode(telegram, sink);
            return;
        }

        sink.Fault(damage.Fault, damage.Message);

        // Its own head may be noise, or the rest of a telegram that broke off within a line.
        var start = telegram.LastIndexOf((byte)'/');
        if (start > 0 && Damage(telegram[start..]) is null)
        {
            Decode(telegram[start..], sink);
        }
    }

    private (BusFault Fault, string Message)? Damage(ReadOnlySpan<byte> telegram)
    {
        const int Digits = 4;
        var end = telegram.LastIndexOf((byte)'!');
        var sent = telegram[(end + 1)..];
        if (sent.Length == Digits)
        {
            var body = telegram[..(end + 1)];
            var crc = body.Contains((byte)'\r') ? P1Crc.Of(body) : P1Crc.OfLinesWithoutReturn(body);
            var fits = ushort.TryParse(sent, NumberStyles.AllowHexSpecifier, null, out var told)
                && told == crc;
            _hasChecksum |= fits;
            return fits ? null : (BusFault.Checksum, $"A P1 telegram has the CRC {told:X4}, its bytes give {crc:X4}.");
        }

        return sent.Length > 0 || _hasChecksum
            ? (BusFault.Checksum, "A P1 telegram ends without its CRC; a meter without one needs `version: 2.2`.")
            : DamageWithoutChecksum(telegram[..end]);
    }

    /// <summary>Where nothing guards the bytes, every line must be as the standard has it.</summary>
    private static (BusFault Fault, string Message)? DamageWithoutChecksum(ReadOnlySpan<byte> telegram)
    {
        var lines = new ObisLines(telegram);
        while (lines.TryNext(out var text))
        {
            if (!ObisLine.TryParse(text, out var line))
            {
                return (BusFault.Protocol, $"A P1 telegram has a line that cannot be read: '{P1Text.Quote(text)}'.");
            }

            if (P1Identity.IsVersion(line.Code))
            {
                return (BusFault.Checksum, "A P1 telegram of a version with CRC came without one.");
            }
        }

        return null;
    }

    private void Decode(ReadOnlySpan<byte> telegram, IStreamSink sink)
    {
        var grown = _meter.Read(telegram[..telegram.LastIndexOf((byte)'!')]);
        if (_meter.Unreadable is { } unreadable)
        {
            sink.Fault(BusFault.Protocol, unreadable);
        }

        var values = _meter.Values;
        if (values.IsEmpty)
        {
            sink.Fault(BusFault.Protocol, "A P1 telegram holds no value that is known here.");
            return;
        }

        if (grown)
        {
            sink.Describe(_meter.Info, _meter.Entities);
        }

        sink.Report(new(time.GetUtcNow(), values));
    }
}

/// <summary>The entry of <c>dsmr</c>.</summary>
internal static partial class DriverEntries
{
    private static readonly LineSettings OldLine = new(9600, 7, Parity.Even);
    private static readonly LineSettings Line = new(115200);

    internal static readonly Driver Dsmr = new StreamDriver(
        "dsmr", "Smart meter with a P1 port: energy, power, voltage, current, gas, water, heat")
    {
        Info = new() { Model = Drivers.Dsmr.Model },
        Settings = [Drivers.Dsmr.VersionSetting],
        Line = static values => values.Get(Drivers.Dsmr.VersionSetting) == P1Version.WithoutChecksum ? OldLine : Line,
        Create = static (values, time) => new Dsmr(values.Get(Drivers.Dsmr.VersionSetting), time),
        Source = "DSMR P1 companion standard 2.2, 3.0, 4.2.2 and 5.0.2; e-MUCS P1 1.7.1; P1 of Creos, Swedenergy, E.ON Hungary",
    };
}
