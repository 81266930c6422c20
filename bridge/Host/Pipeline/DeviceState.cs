using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Devices.Model;

namespace Bridge.Host.Pipeline;

/// <summary>The last accepted value of every entity of one device, in the order of its entities.</summary>
internal sealed class DeviceState
{
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private ImmutableArray<JsonEncodedText> _keys = [];

    /// <summary>What is known; keys without a value are missing.</summary>
    public ImmutableArray<KeyedValue> Known
    {
        get
        {
            var known = ImmutableArray.CreateBuilder<KeyedValue>(_values.Count);
            foreach (var (key, value) in _values)
            {
                known.Add(new(key, value));
            }

            return known.MoveToImmutable();
        }
    }

    /// <summary>Sets which keys there are; values of others are forgotten.</summary>
    /// <param name="keys">The keys, in the order of the document.</param>
    /// <param name="isApart">True for keys that are no part of the document; null for none.</param>
    public void SetKeys(IEnumerable<string> keys, Func<string, bool>? isApart = null)
    {
        string[] kept = [.. keys.Distinct(StringComparer.Ordinal)];
        _keys = [.. kept.Where(key => isApart?.Invoke(key) != true).Select(static key => JsonEncodedText.Encode(key))];
        foreach (var key in _values.Keys.Where(key => !kept.Contains(key, StringComparer.Ordinal)).ToArray())
        {
            _values.Remove(key);
        }
    }

    /// <summary>The value of a key.</summary>
    public Value Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>Puts an accepted value in place of the last one.</summary>
    public void Set(string key, Value value) => _values[key] = value;

    /// <summary>The state document: one flat JSON object, null for what is unknown.</summary>
    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>(64 + (_keys.Length * 32));
        using (var json = new Utf8JsonWriter(output, JsonText.Options))
        {
            json.WriteStartObject();
            foreach (var key in _keys)
            {
                json.WritePropertyName(key);
                json.WriteValue(Find(key.Value));
            }

            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
