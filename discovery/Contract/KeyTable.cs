using System.Collections.Immutable;

namespace Bridge.Discovery.Contract;

/// <summary>
/// Reads the keys of a platform from a text: each line has a type, a colon, and keys; a key that must be there ends in
/// <c>!</c>. A choice has one key before the colon and its words behind it.
/// </summary>
internal static class KeyTable
{
    /// <summary>The rules of a table, in its order.</summary>
    public static ImmutableArray<KeyRule> Read(string table)
    {
        var rules = ImmutableArray.CreateBuilder<KeyRule>();
        foreach (var line in table.Split('\n'))
        {
            var (head, words) = line.Split(": ") is [var before, var after]
                ? (before.Split(' '), after.Split(' '))
                : throw new FormatException($"'{line}' is no line of a table");
            if (head is [var choice, var key])
            {
                rules.Add(Rule(key, Type(choice)) with { Values = [.. words] });
            }
            else
            {
                rules.AddRange(words.Select(word => Rule(word, Type(head[0]))));
            }
        }

        return rules.ToImmutable();
    }

    private static KeyRule Rule(string key, KeyType type) => new(key.TrimEnd('!'), type, key.EndsWith('!'));

    private static KeyType Type(string word) => word switch
    {
        "availability" => KeyType.AvailabilityList,
        "boolean" => KeyType.Boolean,
        "choice" => KeyType.Choice,
        "choice-or-null" => KeyType.ChoiceOrNull,
        "choices" => KeyType.Choices,
        "count" => KeyType.Count,
        "device" => KeyType.Device,
        "filter" => KeyType.Filter,
        "integer" => KeyType.Integer,
        "number" => KeyType.Number,
        "numbers" => KeyType.NumberChoice,
        "origin" => KeyType.Origin,
        "pattern" => KeyType.Pattern,
        "positive" => KeyType.Positive,
        "qos" => KeyType.Qos,
        "text" => KeyType.Text,
        "text-or-null" => KeyType.TextOrNull,
        "texts" => KeyType.Texts,
        "topic" => KeyType.Topic,
        "unit" => KeyType.TemperatureUnit,
        _ => throw new FormatException($"'{word}' is no type of a key"),
    };
}
