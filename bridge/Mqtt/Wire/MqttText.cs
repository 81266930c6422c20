using System.Text;

namespace Bridge.Mqtt.Wire;

/// <summary>What a UTF-8 Encoded String may hold (MQTT 5 §1.5.4).</summary>
internal static class MqttText
{
    public const int MaximumBytes = ushort.MaxValue;

    // Throws an ArgumentException for a lone surrogate, which has no UTF-8 form.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bytes on the wire, the two of the length included.</summary>
    public static int SizeOf(string value) => 2 + Encoding.UTF8.GetByteCount(value);

    /// <summary>Refuses what cannot be sent.</summary>
    /// <exception cref="ArgumentException">Longer than 65,535 bytes, U+0000, or a lone surrogate.</exception>
    public static void Check(string value, string parameter)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("Text for MQTT must not hold U+0000.", parameter);
        }

        if (Strict.GetByteCount(value) > MaximumBytes)
        {
            throw new ArgumentException("Text for MQTT must not be longer than 65,535 bytes of UTF-8.", parameter);
        }
    }
}
