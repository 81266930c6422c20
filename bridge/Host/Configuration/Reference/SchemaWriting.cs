using System.Text.Json;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Reference;

/// <summary>Parts of a JSON Schema.</summary>
internal static class SchemaWriting
{
    /// <summary>The form of a duration; letters in any case.</summary>
    public const string DurationForm = @"^\s*[0-9]+(\.[0-9]+)?\s*(ms|s|m|min|h|d)?\s*$";

    /// <summary>The form of a bus address.</summary>
    public const string AddressForm = "^(0[xX][0-9a-fA-F]{1,2}|[0-9]{1,3})$";

    extension(Utf8JsonWriter json)
    {
        /// <summary>Starts an object, and its properties: it has no others than are written next.</summary>
        public void WriteStartClosedObject(bool orNull = true)
        {
            json.WriteWords("type", orNull ? ["object", "null"] : ["object"]);
            json.WriteBoolean("additionalProperties", false);
            json.WriteStartObject("properties");
        }

        /// <summary>A list of texts; a single type is written as one.</summary>
        public void WriteWords(string name, params IReadOnlyList<string> words)
        {
            if (name == "type" && words.Count == 1)
            {
                json.WriteString(name, words[0]);
                return;
            }

            json.WriteStartArray(name);
            foreach (var word in words)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        }

        /// <summary>A reference to a definition.</summary>
        public void WriteReference(string name, string definition)
        {
            json.WriteStartObject(name);
            json.WriteString("$ref", $"#/$defs/{definition}");
            json.WriteEndObject();
        }

        /// <summary>One property for every name of every setting.</summary>
        public void WriteSettings(IEnumerable<Setting> settings)
        {
            foreach (var setting in settings)
            {
                foreach (var name in AllKeys.Names(setting))
                {
                    json.WriteStartObject(name);
                    var help = name == setting.Key ? setting.Help : $"{setting.Help} A file that holds it.";
                    json.WriteString("description", help);
                    json.WriteForm(setting);
                    json.WriteEndObject();
                }
            }
        }

        private void WriteForm(Setting setting)
        {
            switch (setting.Form)
            {
                case SettingForm.Integer:
                    json.WriteWords("type", "integer", "null");
                    json.WriteLimits(setting);
                    break;
                case SettingForm.Number:
                    json.WriteWords("type", "number", "null");
                    json.WriteLimits(setting);
                    break;
                case SettingForm.Boolean:
                    json.WriteChoice("true", "false", "on", "off", "yes", "no");
                    break;
                case SettingForm.Choice:
                    json.WriteChoice([.. setting.Choices]);
                    break;
                case SettingForm.Duration:
                    json.WriteWords("type", "string", "number", "null");
                    json.WriteLimits(setting);
                    json.WriteString("pattern", DurationForm);
                    break;
                case SettingForm.Address:
                    json.WriteWords("type", "string", "integer", "null");
                    json.WriteLimits(setting);
                    json.WriteString("pattern", AddressForm);
                    break;
                default:
                    json.WriteOtherForm(setting);
                    break;
            }
        }

        private void WriteOtherForm(Setting setting)
        {
            switch (setting.Form)
            {
                case SettingForm.List:
                    json.WriteList("string");
                    break;
                case SettingForm.Numbers:
                    json.WriteList("number");
                    break;
                case SettingForm.Pairs:
                    json.WriteList("array");
                    break;
                case SettingForm.Threshold:
                    json.WriteWords("type", "string", "number", "boolean", "null");
                    break;
                case SettingForm.Map:
                    json.WriteEntries(setting);
                    break;
                default:
                    json.WriteWords("type", "string", "number", "null");
                    break;
            }
        }

        private void WriteEntries(Setting setting)
        {
            json.WriteWords("type", "object", "null");
            json.WriteStartObject("propertyNames");
            json.WriteString("pattern", "^[a-z0-9][a-z0-9_]{0,62}$");
            json.WriteEndObject();
            json.WriteStartObject("additionalProperties");
            json.WriteStartClosedObject();
            json.WriteSettings(setting.Entry);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void WriteList(string item)
        {
            json.WriteWords("type", "string", "array", "null");
            json.WriteStartObject("items");
            json.WriteString("type", item);
            json.WriteEndObject();
        }

        private void WriteLimits(Setting setting)
        {
            if (setting.Lowest is { } lowest)
            {
                json.WriteNumber("minimum", lowest);
            }

            if (setting.Highest is { } highest)
            {
                json.WriteNumber("maximum", highest);
            }
        }

        // YAML reads some words as other types: 5 as a number, true as a truth value.
        private void WriteChoice(params string[] words)
        {
            json.WriteStartArray("enum");
            foreach (var word in words)
            {
                json.WriteStringValue(word);
                if (int.TryParse(word, out var number))
                {
                    json.WriteNumberValue(number);
                }
                else if (bool.TryParse(word, out var truth))
                {
                    json.WriteBooleanValue(truth);
                }
            }

            json.WriteNullValue();
            json.WriteEndArray();
        }
    }
}
