using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>What the telegrams of one meter have shown: its entities, and the values of the last one.</summary>
internal sealed class P1Reader
{
    private const int Channels = 16;
    private const byte Abstract = 0;

    private readonly P1Identity _identity = new();
    private readonly P1Slot[] _slots;
    private readonly MBusMeter?[] _meters = new MBusMeter?[Channels];
    private readonly MBusLines[] _lines = new MBusLines[Channels];
    private readonly List<KeyedValue> _values = [];
    private int _telegram;
    private int _unreadable;
    private string? _firstUnreadable;
    private bool _grown;

    /// <summary>Knows nothing yet.</summary>
    public P1Reader()
    {
        var byKey = new Dictionary<string, P1Slot>(StringComparer.Ordinal);
        foreach (var row in ObisCatalog.Rows)
        {
            byKey.TryAdd(row.Entity.Key, new(row.Form, row.Entity));
        }

        _slots = [.. ObisCatalog.Rows.Select(row => byKey[row.Entity.Key])];
    }

    /// <summary>What is known of the meter itself.</summary>
    public DeviceInfo Info => _identity.Info;

    /// <summary>Every entity that a telegram had a value of, in the order of the catalogue, M-Bus meters last.</summary>
    public ImmutableArray<Entity> Entities =>
    [
        .. _slots.Distinct()
            .Concat(_meters.OfType<MBusMeter>().SelectMany(static meter =>
                new[] { meter.Reading, meter.Valve, meter.Time, meter.Serial }))
            .Select(static slot => slot.Known).OfType<Entity>(),
    ];

    /// <summary>The values of the last telegram.</summary>
    public ImmutableArray<KeyedValue> Values => [.. _values];

    /// <summary>What of the last telegram could not be read, in words; null when all could.</summary>
    public string? Unreadable => _firstUnreadable is null ? null
        : $"{_unreadable} value(s) of a P1 telegram cannot be read and are left out; the first is '{_firstUnreadable}'.";

    /// <summary>Reads a telegram that is known to be whole.</summary>
    /// <param name="telegram">From <c>/</c> up to, and without, <c>!</c>.</param>
    /// <returns>True when <see cref="Info"/> or <see cref="Entities"/> changed.</returns>
    public bool Read(ReadOnlySpan<byte> telegram)
    {
        _telegram++;
        _values.Clear();
        Array.Clear(_lines);
        (_unreadable, _firstUnreadable) = (0, null);
        _grown = _identity.Learn(telegram);
        var lines = new ObisLines(telegram);
        while (lines.TryNext(out var text))
        {
            if (ObisLine.TryParse(text, out var line))
            {
                Take(line, text, telegram);
            }
        }

        for (var channel = 1; channel < Channels; channel++)
        {
            ReadChannel(channel, telegram);
        }

        return _grown;
    }

    private void Take(ObisLine line, ReadOnlySpan<byte> text, ReadOnlySpan<byte> telegram)
    {
        var (medium, channel) = ((byte)(line.Code >> 32), (byte)(line.Code >> 24));
        if (medium == Abstract && channel is > 0 and < Channels)
        {
            Note(ref _lines[channel], line, telegram);
        }
        else if (ObisCatalog.ByCode.TryGetValue(line.Code, out var rows))
        {
            TakeValues(rows, line, text);
        }
        else
        {
            _grown |= _identity.Learn(line);
        }
    }

    private void TakeValues(int[] rows, ObisLine line, ReadOnlySpan<byte> text)
    {
        var (unreadable, otherUnit, taken) = (false, false, false);
        // Only a value with a time stamp has that before it; a limit may have its negative after it.
        var isStamped = rows.Any(static row => ObisCatalog.Rows[row].Form == ObisForm.Time);
        foreach (var row in rows)
        {
            var isTime = ObisCatalog.Rows[row].Form == ObisForm.Time;
            var outcome = TakeValue(_slots[row], isStamped && !isTime ? line.Last : line.First);
            unreadable |= outcome == P1Outcome.Unreadable;
            otherUnit |= outcome == P1Outcome.OtherUnit;
            taken |= outcome == P1Outcome.Value && !isTime;
        }

        if (unreadable || (otherUnit && !taken))
        {
            Refuse(text);
        }
    }

    private P1Outcome TakeValue(P1Slot slot, ReadOnlySpan<byte> text)
    {
        var outcome = slot.Read(text, out var value, ref _grown);
        if (outcome == P1Outcome.Value && slot.Telegram != _telegram)
        {
            slot.Telegram = _telegram;
            _values.Add(new(slot.Known!.Key, value));
        }

        return outcome;
    }

    private static void Note(ref MBusLines lines, ObisLine line, ReadOnlySpan<byte> telegram)
    {
        telegram.Overlaps(line.Groups, out var start);
        var groups = start..(start + line.Groups.Length);
        switch ((byte)(line.Code >> 16), (byte)(line.Code >> 8), (byte)line.Code)
        {
            case (24, 1, 0):
                lines.Type = P1Number.TryRead(line.Last, 0, out var type) && type is > 0 and < 256 ? (int)type : 0;
                break;
            case (24, 2, _) or (24, 3, 0):
                lines.Reading = groups;
                break;
            case (24, 4, 0):
                lines.Valve = groups;
                break;
            case (96, 1, 0 or 1):
                lines.Serial = groups;
                break;
        }
    }

    private void ReadChannel(int channel, ReadOnlySpan<byte> telegram)
    {
        var lines = _lines[channel];
        if (lines.Type == 0 || lines.Reading.Equals(default(Range)))
        {
            return;
        }

        var groups = telegram[lines.Reading];
        Span<byte> joined = stackalloc byte[32];
        scoped var reading = ObisLine.LastOf(groups);
        if (!reading.Contains((byte)'*'))
        {
            reading = JoinUnit(groups, reading, joined);
        }

        // A channel whose meter was taken away goes on with zeros and no unit.
        var unit = reading[(reading.IndexOf((byte)'*') + 1)..];
        if (MBusKind.Find(lines.Type, unit) is not { } kind)
        {
            return;
        }

        if (!P1Number.TryRead(reading[..reading.IndexOf((byte)'*')], 0, out var number))
        {
            Refuse(groups);
            return;
        }

        if (number == 0 && WasNeverRead(groups))
        {
            return;
        }

        if (_meters[channel]?.Kind != kind)
        {
            var key = kind.Reading.Key;
            _meters[channel] = new(kind, _meters.Count(meter => meter?.Kind.Reading.Key == key) + 1);
        }

        ReadMeter(_meters[channel]!, lines, reading, telegram);
    }

    /// <summary>Its zero would look like a new meter, and the next real reading like a year's consumption.</summary>
    private static bool WasNeverRead(ReadOnlySpan<byte> groups) =>
        P1Time.TryRead(ObisLine.At(groups, 0), out var time) && time is null;

    private void ReadMeter(MBusMeter meter, MBusLines lines, ReadOnlySpan<byte> reading, ReadOnlySpan<byte> telegram)
    {
        if (TakeValue(meter.Reading, reading) != P1Outcome.Value)
        {
            Refuse(telegram[lines.Reading]);
            return;
        }

        TakeValue(meter.Valve, ObisLine.LastOf(telegram[lines.Valve]));
        TakeValue(meter.Time, ObisLine.At(telegram[lines.Reading], 0));
        TakeValue(meter.Serial, ObisLine.LastOf(telegram[lines.Serial]));
    }

    /// <summary>DSMR 2.2 and 3: <c>(time)(00)(60)(1)(0-1:24.2.1)(m3)</c> and the value, becomes <c>value*m3</c>.</summary>
    private static ReadOnlySpan<byte> JoinUnit(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> value, Span<byte> joined)
    {
        const int UnitGroup = 5;
        var unit = ObisLine.At(groups, UnitGroup);
        if (unit.IsEmpty || value.Length + 1 + unit.Length > joined.Length)
        {
            return value;
        }

        value.CopyTo(joined);
        joined[value.Length] = (byte)'*';
        unit.CopyTo(joined[(value.Length + 1)..]);
        return joined[..(value.Length + 1 + unit.Length)];
    }

    private void Refuse(ReadOnlySpan<byte> text)
    {
        _unreadable++;
        _firstUnreadable ??= P1Text.Quote(text);
    }
}
