using System.Text.Json;

namespace Bridge.Discovery.Contract;

/// <summary>Rules between device class, state class, unit and options of a sensor, in Home Assistant's order.</summary>
internal static class SensorRules
{
    /// <summary>Adds what is wrong with <paramref name="sensor"/>.</summary>
    public static void Check(ComponentBody sensor, Findings findings)
    {
        var stateClass = sensor.Text(KeyNames.StateClass);
        if (sensor.Has(KeyNames.LastResetTemplate) && stateClass != "total")
        {
            findings.Error(sensor.Key, "last_reset_value_template needs the state class total");
        }

        var unit = Unit(sensor, findings);
        CheckOptions(sensor, stateClass, unit, findings);
        if (stateClass == "measurement_angle" && unit != "°")
        {
            findings.Error(sensor.Key, "the state class measurement_angle needs the unit °");
        }

        if (sensor.Text(KeyNames.DeviceClass) is { } name && SensorClasses.All.TryGetValue(name, out var known))
        {
            CheckUnit(sensor.Key, known, unit, findings);
            CheckStateClass(sensor.Key, known, stateClass, findings);
        }
    }

    private static string? Unit(ComponentBody sensor, Findings findings)
    {
        if (sensor.Text(KeyNames.Unit) is not { } unit)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(unit))
        {
            findings.Warning(sensor.Key, "a blank unit would be dropped; leave it out");
            return null;
        }

        if (!Units.Rewritten.TryGetValue(unit, out var right))
        {
            return unit;
        }

        findings.Warning(sensor.Key, $"the unit {Spelled(unit)} would be rewritten; publish {Spelled(right)}");
        return right;
    }

    // The micro sign and the letter mu look alike, so the code point is told too.
    private static string Spelled(string unit) => unit[0] is '\u00B5' or '\u03BC'
        ? $"'{unit}' (U+{(int)unit[0]:X4})"
        : $"'{unit}'";

    private static void CheckOptions(ComponentBody sensor, string? stateClass, string? unit, Findings findings)
    {
        if (!sensor.TryGet(KeyNames.Options, out var options) || options.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        if (options.GetArrayLength() == 0)
        {
            findings.Error(sensor.Key, "the list of options is empty");
            return;
        }

        if (stateClass is not null || unit is not null)
        {
            findings.Error(sensor.Key, "options exclude a state class and a unit");
        }

        if (sensor.Text(KeyNames.DeviceClass) != "enum")
        {
            findings.Error(sensor.Key, "options need the device class enum");
        }
    }

    private static void CheckUnit(string key, SensorClass known, string? unit, Findings findings)
    {
        if (unit is null)
        {
            if (!known.UnitMayBeAbsent)
            {
                findings.Warning(key, $"the device class {known.Name} needs a unit: {Listed(known)}");
            }
        }
        else if (!known.IsNumeric)
        {
            findings.Error(key, $"the device class {known.Name} is not a number and cannot have the unit '{unit}'");
        }
        else if (known.NewerUnits.Contains(unit, StringComparer.Ordinal))
        {
            findings.Warning(key, $"the unit '{unit}' is newer than Home Assistant 2026.9");
        }
        else if (known.Units is { } units && !units.Contains(unit, StringComparer.Ordinal))
        {
            findings.Error(
                key, $"the unit {Spelled(unit)} does not belong to the device class {known.Name}: {Listed(known)}");
        }
    }

    private static string Listed(SensorClass known) => known.Units switch
    {
        null => "any unit",
        [] => "it has none",
        { } units => $"use one of {string.Join(", ", units)}",
    };

    private static void CheckStateClass(string key, SensorClass known, string? stateClass, Findings findings)
    {
        if (stateClass is not null && !known.StateClasses.Contains(stateClass, StringComparer.Ordinal))
        {
            var right = known.StateClasses.IsEmpty ? "it has none" : $"use {string.Join(" or ", known.StateClasses)}";
            findings.Warning(key, $"the device class {known.Name} cannot have the state class {stateClass}: {right}");
        }
    }
}
