using Bridge.Devices.Model;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>The entities of one meter behind an M-Bus channel.</summary>
/// <param name="kind">What it measures.</param>
/// <param name="number">1 for the first meter of its kind, which has the plain keys; 2 gives <c>gas_2</c>.</param>
internal sealed class MBusMeter(MBusKind kind, int number)
{
    /// <summary>What it measures.</summary>
    public MBusKind Kind => kind;

    /// <summary>The reading, as <c>001.234*m3</c>.</summary>
    public P1Slot Reading { get; } = new(
        ObisForm.Number, kind.Reading with { Key = Key(kind, number, ""), Name = Numbered(kind, number) });

    /// <summary>When it was read.</summary>
    public P1Slot Time { get; } = new(ObisForm.Time, Diagnostic(
        Key(kind, number, "_time"), $"{Numbered(kind, number)} reading time") with
    { DeviceClass = "timestamp" });

    /// <summary>Its serial number.</summary>
    public P1Slot Serial { get; } = new(ObisForm.Serial, Diagnostic(
        Key(kind, number, "_serial"), $"{kind.Reading.Name} meter{Suffix(number, ' ')} serial number"));

    /// <summary>Its valve.</summary>
    public P1Slot Valve { get; } = new(ObisForm.Switch, ObisCatalog.SwitchEntity(
        Key(kind, number, "_valve"), $"{Numbered(kind, number)} valve"));

    private static Entity Diagnostic(string key, string name) =>
        new(key) { Name = name, Category = EntityCategory.Diagnostic, EnabledByDefault = false };

    private static string Key(MBusKind kind, int number, string what) =>
        $"{kind.Reading.Key}{Suffix(number, '_')}{what}";

    private static string Numbered(MBusKind kind, int number) => $"{kind.Reading.Name}{Suffix(number, ' ')}";

    private static string Suffix(int number, char separator) => number == 1 ? "" : $"{separator}{number}";
}

/// <summary>What one telegram says of one M-Bus channel: places in the telegram.</summary>
internal struct MBusLines
{
    /// <summary>Groups of <c>0-n:24.2.1</c>, <c>24.2.3</c> or <c>24.3.0</c>.</summary>
    public Range Reading { get; set; }

    /// <summary>Groups of <c>0-n:96.1.0</c> or <c>96.1.1</c>.</summary>
    public Range Serial { get; set; }

    /// <summary>Groups of <c>0-n:24.4.0</c>.</summary>
    public Range Valve { get; set; }

    /// <summary>Device type; 0 for none.</summary>
    public int Type { get; set; }
}
