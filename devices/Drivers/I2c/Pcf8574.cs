using System.Collections.Immutable;
using Bridge.Devices.Drivers.I2c;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers;

/// <summary>
/// NXP PCF8574 and PCF8574A: eight lines, each an output (a switch), an input (a binary sensor) or a push-button (events).
/// </summary>
/// <remarks>
/// The lines are quasi-bidirectional: a 0 pulls a line down hard, a 1 only lets it go, so that something outside can pull
/// it down. A line is an input while 1 is written to it; what is read is the line, not what was written.
/// </remarks>
/// <param name="link">The chip.</param>
/// <param name="settings">Which line is what.</param>
/// <param name="time">What tells when.</param>
internal sealed class Pcf8574(I2cLink link, SettingValues settings, TimeProvider time) : ICommandedDevice, IWatchedDevice
{
    /// <summary>The lines that are set.</summary>
    public static readonly Setting<PinNames> Outputs = Pins("outputs", "Lines that are set, each shown as a switch.") with
    {
        Example = "[relay_1=0, relay_2=1]",
    };

    /// <summary>The lines that are read.</summary>
    public static readonly Setting<PinNames> Inputs =
        Pins("inputs", "Lines that are only read, each shown as a binary sensor.") with
        {
            Example = "[door=4]",
        };

    /// <summary>The lines with push-buttons.</summary>
    public static readonly Setting<PinNames> Buttons =
        Pins("buttons", "Lines with push-buttons, each shown as an event: what happens, not how they are.") with
        {
            Example = "[bell=5]",
        };

    /// <summary>Held so long, it is a long press.</summary>
    public static readonly Setting<TimeSpan> LongPress = SettingOf.Duration(
        "long_press", "A button that is held so long is pressed long.",
        TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));

    /// <summary>The pause between presses that belong together.</summary>
    public static readonly Setting<TimeSpan> MultiPress = SettingOf.Duration(
        "multi_press",
        "Presses of a button with no longer pauses between them are told as one, with their number; a single press is told "
            + "after this time. `0s` tells each at once.",
        TimeSpan.FromMilliseconds(300), TimeSpan.Zero, TimeSpan.FromSeconds(2));

    /// <summary>Time between two looks at the buttons.</summary>
    public static readonly Setting<TimeSpan> Sample = SettingOf.Duration(
        "sample", "How often the lines with buttons are looked at; a press must last twice as long to be seen.",
        TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200));

    /// <summary>What a low line means.</summary>
    public static readonly Setting<bool> ActiveLow = SettingOf.Boolean(
        "active_low",
        "A low line is on. So it is with relay boards, as the chip can sink the current of a load and not deliver it, and "
            + "lets all lines go high when it gets power; and with contacts to ground. `false` for the opposite.",
        true);

    /// <summary>Whoever looked away for longer has not seen what the buttons did.</summary>
    private static readonly TimeSpan LongestBlink = TimeSpan.FromSeconds(1);

    private readonly PinNames _outputs = settings.Get(Outputs);
    private readonly PinNames _inputs = settings.Get(Inputs);
    private readonly bool _activeLow = settings.Get(ActiveLow);
    private readonly ImmutableArray<(Pin Pin, PressReader Reader)> _buttons =
    [
        .. settings.Get(Buttons).Pins.Select(pin =>
            (pin, new PressReader(pin.Key, settings.Get(LongPress), settings.Get(MultiPress)))),
    ];

    private readonly long _begin = time.GetTimestamp();
    private TimeSpan _looked;
    private bool _areInputsOpen;

    /// <inheritdoc/>
    public DeviceInfo Info { get; } = DriverEntries.Pcf8574.Info with { Model = link.Address < 0x30 ? "PCF8574" : "PCF8574A" };

    /// <inheritdoc/>
    public TimeSpan LookInterval { get; } =
        settings.Get(Buttons).Pins.IsEmpty ? TimeSpan.Zero : settings.Get(Sample);

    /// <summary>One entity a line, the outputs first, the buttons last.</summary>
    public static ImmutableArray<Entity> Entities(SettingValues settings) =>
    [
        .. settings.Get(Outputs).Pins.Select(static pin => new Entity(pin.Key)
        {
            Kind = EntityKind.Switch,
            Name = EntityKey.InWords(pin.Key),
            DeviceClass = "switch",
        }),
        .. settings.Get(Inputs).Pins.Select(static pin => new Entity(pin.Key)
        {
            Kind = EntityKind.BinarySensor,
            Name = EntityKey.InWords(pin.Key),
        }),
        .. settings.Get(Buttons).Pins.Select(pin => new Entity(pin.Key)
        {
            Kind = EntityKind.Event,
            Name = EntityKey.InWords(pin.Key),
            DeviceClass = "button",
            Options = PressReader.Types(settings.Get(MultiPress)),
            Abilities = Abilities.Trigger,
        }),
    ];

    /// <summary>What is wrong with lines that are each good on their own.</summary>
    public static IEnumerable<string> Check(SettingValues settings)
    {
        ImmutableArray<Pin> all =
            [.. settings.Get(Outputs).Pins, .. settings.Get(Inputs).Pins, .. settings.Get(Buttons).Pins];
        if (all.IsEmpty)
        {
            yield return "pcf8574 needs outputs, inputs or buttons, such as outputs: [relay_1=0, relay_2=1]";
        }

        foreach (var twice in all.GroupBy(static pin => pin.Number).Where(static pins => pins.Count() > 1))
        {
            yield return $"line {twice.Key} is used by {string.Join(" and ", twice.Select(static pin => pin.Key))}";
        }

        foreach (var twice in all.GroupBy(static pin => pin.Key, StringComparer.Ordinal)
            .Where(static pins => pins.Count() > 1))
        {
            yield return $"{twice.Key} stands for more than one line";
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = await ReadLinesAsync(cancellationToken);
        var inputs = _inputs.Mask | settings.Get(Buttons).Mask;
        if (!_areInputsOpen && (lines & inputs) != inputs)
        {
            // A low input may be one that somebody wrote 0 to before us. Outputs are written as they are.
            lines = await WriteLinesAsync((byte)(lines | ~_outputs.Mask), cancellationToken);
        }

        _areInputsOpen = true;
        return new(
            time.GetUtcNow(),
            [.. _outputs.Pins.Concat(_inputs.Pins).Select(pin => new KeyedValue(pin.Key, Value.Of(IsOn(lines, pin))))]);
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<DeviceEvent>> LookAsync(CancellationToken cancellationToken)
    {
        var lines = await ReadLinesAsync(cancellationToken);
        var now = time.GetElapsedTime(_begin);
        if (now - _looked > LongestBlink)
        {
            foreach (var (_, reader) in _buttons)
            {
                reader.Reset();
            }
        }

        _looked = now;
        return [.. _buttons.SelectMany(button => button.Reader.Take(IsOn(lines, button.Pin), now))];
    }

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(Command command, CancellationToken cancellationToken)
    {
        // From what the lines are, not from what was written last: the chip may have lost its power since.
        var pin = _outputs.Pins.First(each => each.Key == command.Key);
        var lines = (byte)(await ReadLinesAsync(cancellationToken) | ~_outputs.Mask);
        var isHigh = command.Value.Boolean != _activeLow;
        var wanted = (byte)(isHigh ? lines | pin.Mask : lines & ~pin.Mask);
        var now = await WriteLinesAsync(wanted, cancellationToken);
        if (((now ^ wanted) & pin.Mask) != 0)
        {
            throw new BusException(
                BusFault.InvalidValue,
                $"Line {pin.Number} ({pin.Key}) of the PCF8574 at {link.Place} was set {(isHigh ? "high" : "low")} and "
                    + $"stays {(isHigh ? "low" : "high")}: check what is connected to it, and the chip's power.");
        }
    }

    private static Setting<PinNames> Pins(string key, string help) =>
        new(key, SettingForm.List, help)
        {
            Default = PinNames.None,
            Expected = "a list of name=line, the name [a-z0-9][a-z0-9_]{0,62}, the line 0 to 7",
            Parse = PinNames.Parse,
        };

    private bool IsOn(byte lines, Pin pin) => ((lines & pin.Mask) != 0) != _activeLow;

    private async ValueTask<byte> ReadLinesAsync(CancellationToken cancellationToken)
    {
        var lines = new byte[1];
        await link.TransferAsync(ReadOnlyMemory<byte>.Empty, lines, cancellationToken);
        return lines[0];
    }

    private async ValueTask<byte> WriteLinesAsync(byte lines, CancellationToken cancellationToken)
    {
        var back = new byte[1];
        await link.TransferAsync(new[] { lines }, back, cancellationToken);
        return back[0];
    }
}

/// <summary>The entry of <c>pcf8574</c>.</summary>
internal static partial class DriverEntries
{
    internal static readonly Driver Pcf8574 = new I2cDriver(
        "pcf8574", "NXP PCF8574 and PCF8574A: eight lines as switches (relay boards), binary sensors (contacts) and push-buttons")
    {
        Addresses =
        [
            0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F,
        ],
        DefaultInterval = TimeSpan.FromSeconds(1),
        Info = new() { Manufacturer = "NXP", Model = "PCF8574" },
        Settings =
        [
            Drivers.Pcf8574.Outputs, Drivers.Pcf8574.Inputs, Drivers.Pcf8574.Buttons, Drivers.Pcf8574.ActiveLow,
            Drivers.Pcf8574.LongPress, Drivers.Pcf8574.MultiPress, Drivers.Pcf8574.Sample,
        ],
        Check = Drivers.Pcf8574.Check,
        Entities = Drivers.Pcf8574.Entities,
        Create = static (link, values, time) => new Pcf8574(link, values, time),
        Source = "NXP PCF8574; PCF8574A product data sheet, revision 5",
    };
}
