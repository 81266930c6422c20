using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Profiles;

/// <summary>Reads one quantity of a profile, and tells what does not go together.</summary>
/// <param name="key">The entity's key.</param>
/// <param name="map">Its mapping.</param>
internal sealed class RegisterReader(string key, ProfileMap map)
{
    private bool IsBits => map.Get(ProfileKeys.Table) is ModbusTable.Coils or ModbusTable.DiscreteInputs;

    /// <summary>The quantity; worth nothing when something was told.</summary>
    public MeterRegister Read()
    {
        CheckKey();
        var type = IsBits ? RegisterType.Bit : map.Get(ProfileKeys.Type);
        var texts = IsBits ? [] : Map();
        var register = new MeterRegister(Entity(type, texts), map.Get(ProfileKeys.Table), map.Get(ProfileKeys.Address), type)
        {
            On = map.Read(ProfileKeys.ValueOn) as decimal?,
            Off = map.Read(ProfileKeys.ValueOff) as decimal?,
            IsWrittenAsMany = map.Get(ProfileKeys.Write),
            Every = map.Get(ProfileKeys.Every),
        };
        register = IsBits ? register : InRegisters(register) with { Map = texts };
        if (register.Address + register.Length > ushort.MaxValue + 1)
        {
            map.Fault("its last register would lie beyond 65535");
        }

        CheckKind(register);
        if (register.Entity.Kind == EntityKind.Number)
        {
            CheckNumber(register);
        }

        return register;
    }

    private void CheckKey()
    {
        if (!EntityKey.Fits(key))
        {
            map.Fault("not a key of an entity; expected a to z, 0 to 9 and _, at most 63 characters");
        }
        else if (EntityKey.Reserved.Contains(key, StringComparer.Ordinal))
        {
            map.Fault($"{key} is a name that the bridge needs itself; choose another one");
        }

        string[] known =
        [
            .. ProfileKeys.OfAny.Select(static setting => setting.Key),
            .. IsBits ? [] : ProfileKeys.OfRegisters.Select(static setting => setting.Key).Append(ProfileKeys.Map),
        ];
        map.CheckKeys(known);
    }

    private MeterRegister InRegisters(MeterRegister register)
    {
        var length = register.Length;
        if (register.Type == RegisterType.Ascii)
        {
            length = map.Get(ProfileKeys.Length with { Required = true });
        }
        else if (map.Has(ProfileKeys.Length.Key))
        {
            map.Fault(ProfileKeys.Length.Key, "only ascii has a length");
        }

        return register with
        {
            Length = length,
            Order = new(map.Get(ProfileKeys.WordOrder), map.Get(ProfileKeys.ByteOrder)),
            Mask = Mask(register),
            Factor = map.Get(ProfileKeys.Factor),
            Offset = map.Get(ProfileKeys.Offset),
            Unavailable = Unavailable(register),
        };
    }

    private ulong Mask(MeterRegister register)
    {
        var mask = map.Get(ProfileKeys.Mask);
        if (map.Read(ProfileKeys.Bit) is int bit)
        {
            if (mask != 0)
            {
                map.Fault(ProfileKeys.Bit.Key, "bit and mask are both given; keep one of them");
            }

            mask = 1UL << bit;
        }

        if (mask != 0 && (register.Type.IsFloat || register.Type == RegisterType.Ascii))
        {
            map.Fault("only whole numbers have a bit or a mask");
        }
        else if (mask != 0 && register.Type.Registers < 4 && mask >> (16 * register.Type.Registers) != 0)
        {
            map.Fault(ProfileKeys.Mask.Key, $"0x{mask:X} has more bits than the type");
        }

        return mask;
    }

    // As the registers hold it: -1 is 0xFFFF in one register.
    private ImmutableArray<ulong> Unavailable(MeterRegister register)
    {
        var width = 16 * register.Type.Registers;
        var (least, most) = (-(decimal)(1UL << (width - 1)), (decimal)(ulong.MaxValue >> (64 - width)));
        var numbers = map.Get(ProfileKeys.Unavailable);
        foreach (var number in numbers.Where(number => number < least || number > most))
        {
            map.Fault(ProfileKeys.Unavailable.Key, $"{number} does not fit into {width} bits");
        }

        return
        [
            .. numbers.Where(number => number >= least && number <= most)
                .Select(number => (number < 0 ? (ulong)(long)number : (ulong)number) & (ulong.MaxValue >> (64 - width))),
        ];
    }

    private ImmutableArray<(decimal Number, string Text)> Map()
    {
        if (map.Entries(ProfileKeys.Map) is not { } entries)
        {
            return [];
        }

        var texts = ImmutableArray.CreateBuilder<(decimal Number, string Text)>();
        foreach (var (number, node) in entries)
        {
            if (ProfileKeys.RawNumber(number) is { } raw && !string.IsNullOrWhiteSpace(node.Text)
                && texts.All(other => other.Number != raw && other.Text != node.Text))
            {
                texts.Add((raw, node.Text));
            }
            else
            {
                map.Fault(ProfileKeys.Map, $"{number} does not fit; expected a number and its text, each once, such as 0: idle");
            }
        }

        return texts.ToImmutable();
    }

    private Entity Entity(RegisterType type, ImmutableArray<(decimal Number, string Text)> texts)
    {
        var usual = type == RegisterType.Bit || (!IsBits && map.Has(ProfileKeys.Bit.Key)) ? EntityKind.BinarySensor : EntityKind.Sensor;
        var kind = map.Has(ProfileKeys.Kind.Key) ? map.Get(ProfileKeys.Kind) : usual;
        var deviceClass = map.Text(ProfileKeys.DeviceClass)
            ?? (kind == EntityKind.Sensor && texts.Length > 0 ? "enum" : null);
        var entity = new Entity(key)
        {
            Kind = kind,
            Name = map.Text(ProfileKeys.Name) ?? (deviceClass == key ? null : NameOf(key)),
            DeviceClass = deviceClass,
            Category = map.Get(ProfileKeys.Category),
            EnabledByDefault = map.Get(ProfileKeys.Enabled),
            Options = texts.IsEmpty ? [] : [.. texts.Select(static each => each.Text)],
        };
        return IsBits ? entity : Quantity(entity, type);
    }

    private Entity Quantity(Entity entity, RegisterType type)
    {
        var lowest = map.Read(ProfileKeys.Min) as decimal?;
        var highest = map.Read(ProfileKeys.Max) as decimal?;
        if (lowest >= highest)
        {
            map.Fault($"min ({lowest}) is not below max ({highest})");
        }

        var decimals = map.Read(ProfileKeys.Decimals) as int?;
        var step = map.Read(ProfileKeys.Step) as decimal?;
        return entity with
        {
            Unit = map.Text(ProfileKeys.Unit),
            StateClass = map.Get(ProfileKeys.StateClass),
            Decimals = decimals,
            DisplayPrecision = decimals,
            Lowest = lowest,
            Highest = highest,
            Step = step ?? (entity.Kind == EntityKind.Number && !type.IsFloat ? Math.Abs(map.Get(ProfileKeys.Factor)) : null),
        };
    }

    private void CheckKind(MeterRegister register)
    {
        var (kind, type) = (register.Entity.Kind, register.Type);
        if (register.Entity.CanBeSet && register.Table is not (ModbusTable.Coils or ModbusTable.HoldingRegisters))
        {
            map.Fault(ProfileKeys.Kind.Key, "only coils and holding registers can be set; give it table: holding or coil");
        }

        if (type == RegisterType.Ascii && kind != EntityKind.Sensor)
        {
            map.Fault(ProfileKeys.Kind.Key, "a text can only be a sensor");
        }

        if (kind == EntityKind.Select && register.Map.IsEmpty)
        {
            map.Fault(ProfileKeys.Map, "a select needs a map of what the numbers stand for, such as { 0: idle, 1: heating }");
        }

        var isText = type == RegisterType.Ascii;
        Only(kind is EntityKind.Select || (kind is EntityKind.Sensor && !isText), ProfileKeys.Map, "a sensor or a select");
        Only(
            kind is EntityKind.Switch or EntityKind.BinarySensor or EntityKind.Button,
            ProfileKeys.ValueOn.Key, "a switch, a binary_sensor or a button");
        Only(kind is EntityKind.Switch or EntityKind.BinarySensor, ProfileKeys.ValueOff.Key, "a switch or a binary_sensor");
        Only(register.Entity.CanBeSet, ProfileKeys.Write.Key, "what can be set");
        Only(kind == EntityKind.Number, ProfileKeys.Step.Key, "a number that can be set");
        CheckWritten(register, ProfileKeys.ValueOn.Key, register.On);
        CheckWritten(register, ProfileKeys.ValueOff.Key, register.Off);
        foreach (var (number, _) in register.Map)
        {
            CheckWritten(register, ProfileKeys.Map, number);
        }
    }

    private void CheckNumber(MeterRegister register)
    {
        var entity = register.Entity;
        if (IsBits || register.Type == RegisterType.Bit)
        {
            map.Fault(ProfileKeys.Kind.Key, "a bit is no number; make it a switch");
        }
        else if (entity is not { Lowest: { } lowest, Highest: { } highest })
        {
            map.Fault("a number needs min and max");
        }
        else if (lowest < highest)
        {
            // What lies on the steps between two that fit, fits too.
            CheckNumber(register, ProfileKeys.Max, highest);
            if (CheckNumber(register, ProfileKeys.Min, lowest))
            {
                CheckNumber(register, ProfileKeys.Step, lowest + (entity.Step ?? 0));
            }
        }
    }

    private bool CheckNumber(MeterRegister register, Setting setting, decimal number)
    {
        if (register.Encode(Value.Of(number), new ushort[register.Length]) is not null)
        {
            return true;
        }

        map.Fault(setting.Key, $"the register cannot hold {number}: its numbers are multiplied by {register.Factor}"
            + (register.Offset == 0 ? string.Empty : $", and {register.Offset} is added"));
        return false;
    }

    private void CheckWritten(MeterRegister register, string setting, decimal? raw)
    {
        if (raw is { } number && register.Entity.CanBeSet
            && (IsBits ? number is not (0 or 1) : register.Encode(number, new ushort[register.Length]) is null))
        {
            map.Fault(setting, $"the {(IsBits ? "coil" : "register")} cannot hold {number}");
        }
    }

    private void Only(bool fits, string setting, string whose)
    {
        if (!fits && map.Has(setting))
        {
            map.Fault(setting, $"only {whose} has {setting}");
        }
    }

    // power_l1 is "Power L1".
    private static string NameOf(string key) => string.Join(' ', key.Split('_').Select(static (word, index) =>
        word is ['l', >= '1' and <= '9'] || (index == 0 && word.Length > 0) ? char.ToUpperInvariant(word[0]) + word[1..] : word));
}
