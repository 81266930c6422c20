using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>Connect Flags (MQTT 5 §3.1.2.3).</summary>
internal readonly record struct ConnectFlags(byte Bits)
{
    private const int Reserved = 0x01;
    private const int CleanStartBit = 0x02;
    private const int WillBit = 0x04;
    private const int WillQosShift = 3;
    private const int WillRetainBit = 0x20;
    private const int PasswordBit = 0x40;
    private const int UsernameBit = 0x80;

    public bool CleanStart => (Bits & CleanStartBit) != 0;

    public bool HasWill => (Bits & WillBit) != 0;

    public byte WillQos => (byte)((Bits >> WillQosShift) & 0b11);

    public bool WillRetain => (Bits & WillRetainBit) != 0;

    public bool HasPassword => (Bits & PasswordBit) != 0;

    public bool HasUsername => (Bits & UsernameBit) != 0;

    public static ConnectFlags Of(Connect connect) => new((byte)(
        (connect.CleanStart ? CleanStartBit : 0)
        | (connect.Will is { } will ? WillBit | (will.Qos << WillQosShift) | (will.Retain ? WillRetainBit : 0) : 0)
        | (connect.Password is null ? 0 : PasswordBit)
        | (connect.Username is null ? 0 : UsernameBit)));

    public void Check(ProtocolLevel level)
    {
        var strayWill = !HasWill && (WillQos != 0 || WillRetain);
        var strayPassword = level == ProtocolLevel.V311 && HasPassword && !HasUsername;
        if ((Bits & Reserved) != 0 || WillQos == 3 || strayWill || strayPassword)
        {
            throw MqttProtocolException.Malformed($"Connect flags 0x{Bits:X2}.");
        }
    }
}
