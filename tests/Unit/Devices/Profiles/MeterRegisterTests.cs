using Bridge.Devices.Model;
using Bridge.Devices.Profiles;

namespace Bridge.Unit.Devices.Profiles;

/// <summary>What registers mean in the entity's terms, and how they are set.</summary>
public sealed class MeterRegisterTests
{
    [Fact]
    public void A_number_is_scaled_and_scaled_back_without_noise()
    {
        var register = Of(EntityKind.Number, RegisterType.I16) with { Factor = 0.1m, Offset = -40 };

        register.Decode([615]).Should().Be(Value.Of(21.5m));
        register.Encode(Value.Of(21.5m), []).Should().Equal(615);
        register.Encode(Value.Of(-40.1m), []).Should().Equal(0xFFFF);
        register.Encode(Value.Of(21.55m), []).Should().BeNull("the register counts in tenths");
    }

    [Fact]
    public void A_factor_whose_inverse_has_no_end_is_no_hindrance()
    {
        var register = Of(EntityKind.Number, RegisterType.U16) with { Factor = 0.3m };

        for (ushort raw = 0; raw < 1000; raw++)
        {
            register.Encode(register.Decode([raw]), []).Should().Equal(raw);
        }
    }

    [Fact]
    public void A_single_holds_what_it_can()
    {
        var register = Of(EntityKind.Number, RegisterType.Float32);

        register.Encode(Value.Of(230.2m), []).Should().Equal(0x4366, 0x3333);
        register.Encode(Value.Of(230.200001m), []).Should().BeNull();
    }

    [Fact]
    public void One_bit_of_a_register_is_set_and_the_others_stay()
    {
        var register = Of(EntityKind.Switch, RegisterType.U16) with { Mask = 1 << 3 };

        register.Decode([0xFFF7]).Should().Be(Value.Of(false));
        register.Decode([0x0008]).Should().Be(Value.Of(true));
        register.Encode(Value.Of(true), [0xA0A0]).Should().Equal(0xA0A8);
        register.Encode(Value.Of(false), [0xFFFF]).Should().Equal(0xFFF7);
    }

    [Fact]
    public void A_field_of_bits_is_a_number()
    {
        var register = Of(EntityKind.Number, RegisterType.U16) with { Mask = 0x0F00, Factor = 2 };

        register.Decode([0xA5A5]).Should().Be(Value.Of(10m));
        register.Encode(Value.Of(30m), [0xA0A0]).Should().Equal(0xAFA0);
        register.Encode(Value.Of(32m), [0xA0A0]).Should().BeNull();
    }

    [Fact]
    public void Numbers_stand_for_texts()
    {
        var register = Of(EntityKind.Select, RegisterType.U16) with { Map = [(0, "off"), (2, "heating")] };

        register.Decode([2]).Should().Be(Value.Of("heating"));
        register.Decode([7]).Should().Be(Value.Of("7"), "the entity refuses it as none of its options, by name");
        register.Encode(Value.Of("heating"), []).Should().Equal(2);
    }

    [Theory]
    [InlineData(0x8000, true)]
    [InlineData(0xFFFF, true)]
    [InlineData(0x7FFF, false)]
    public void Some_contents_say_that_there_is_no_value(ushort content, bool none)
    {
        var register = Of(EntityKind.Sensor, RegisterType.I16) with { Unavailable = [0x8000, 0xFFFF] };

        (register.Decode([content]) == Value.Unknown).Should().Be(none);
    }

    [Theory]
    [InlineData(null, null, "0:False 1:True 5:True")]
    [InlineData(1, null, "0:False 1:True 5:False")]
    [InlineData(null, 1, "0:True 1:False 5:True")]
    [InlineData(5, 1, "0:unknown 1:False 5:True")]
    [InlineData(0, 1, "0:True 1:False 5:unknown")]
    [InlineData(0, null, "0:True 1:False 5:False")]
    public void On_and_off_are_numbers(int? on, int? off, string expected)
    {
        var register = Of(EntityKind.Switch, RegisterType.U16) with { On = on, Off = off };

        string.Join(' ', new ushort[] { 0, 1, 5 }.Select(raw => $"{raw}:{Text(register.Decode([raw]))}")).Should().Be(expected);
        register.Encode(Value.Of(true), []).Should().Equal((ushort)(on ?? 1));
        register.Encode(Value.Of(false), []).Should().Equal((ushort)(off ?? 0));

        static string Text(Value value) => value.Kind == ValueKind.Unknown ? "unknown" : value.Boolean.ToString();
    }

    [Fact]
    public void A_button_writes_its_number()
    {
        Of(EntityKind.Button, RegisterType.U16).Encode(Value.Of(true), []).Should().Equal(1);
        (Of(EntityKind.Button, RegisterType.U16) with { On = 0xA5 }).Encode(Value.Of(true), []).Should().Equal(0xA5);
    }

    [Theory]
    [InlineData(false, 0x4142, 0x4320, 0x2000, "ABC")]
    [InlineData(true, 0x4241, 0x0043, 0x5858, "ABC")] // what stands behind a zero is left over
    [InlineData(false, 0x41E9, 0x0142, 0x2020, "A\uFFFD\uFFFDB")]
    public void Characters_are_a_text(bool lowByteFirst, ushort first, ushort second, ushort third, string text)
    {
        var register = Of(EntityKind.Sensor, RegisterType.Ascii) with { Length = 3, Order = new(false, lowByteFirst) };

        register.Decode([first, second, third]).Should().Be(Value.Of(text));
        register.Decode([0, 0, 0]).Should().Be(Value.Unknown);
    }

    private static MeterRegister Of(EntityKind kind, RegisterType type) =>
        new(new("a") { Kind = kind }, ModbusTable.HoldingRegisters, 0, type);
}
