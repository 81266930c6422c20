using System.Text.Json;

namespace Bridge.Devices.Model;

/// <summary>Values as JSON: what is published and what is stored have one form.</summary>
public static class ValueJson
{
    extension(Utf8JsonWriter json)
    {
        /// <summary>A number with its decimals as they are, a text, true or false; null for unknown.</summary>
        public void WriteValue(Value value)
        {
            switch (value.Kind)
            {
                case ValueKind.Number:
                    json.WriteNumberValue(value.Number);
                    break;
                case ValueKind.Text:
                    json.WriteStringValue(value.Text);
                    break;
                case ValueKind.Boolean:
                    json.WriteBooleanValue(value.Boolean);
                    break;
                default:
                    json.WriteNullValue();
                    break;
            }
        }
    }
}
