using System.Collections.Immutable;

namespace Bridge.Discovery.Contract;

/// <summary>A key that Home Assistant knows in one place.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">What its value may be.</param>
/// <param name="Required">Whether it must be there.</param>
internal sealed record KeyRule(string Name, KeyType Type, bool Required = false)
{
    /// <summary>The allowed texts of the types that choose.</summary>
    public ImmutableArray<string> Values { get; init; } = [];
}

/// <summary>
/// What the value of a key may be. Where Home Assistant converts (a number given as text, <c>"yes"</c> for true) we
/// demand the exact type: nothing of ours needs the conversion.
/// </summary>
internal enum KeyType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A text, or null with a meaning of its own.</summary>
    TextOrNull,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An integer from 0.</summary>
    Count,

    /// <summary>Seconds, an integer from 0; elsewhere also an object of days, hours and so on.</summary>
    Period,

    /// <summary>An integer from 1.</summary>
    Positive,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A regular expression.</summary>
    Pattern,

    /// <summary>0, 1 or 2.</summary>
    Qos,

    /// <summary>One of the rule's values.</summary>
    Choice,

    /// <summary>One of the rule's values, or null.</summary>
    ChoiceOrNull,

    /// <summary>A list of the rule's values.</summary>
    Choices,

    /// <summary>A number that is one of the rule's values.</summary>
    NumberChoice,

    /// <summary><c>C</c> or <c>F</c>.</summary>
    TemperatureUnit,

    /// <summary>A topic that Home Assistant subscribes to; wildcards allowed.</summary>
    Filter,

    /// <summary>A topic that Home Assistant publishes to.</summary>
    Topic,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A list of lists of at least two texts.</summary>
    TextPairs,

    /// <summary>An icon <c>prefix:name</c>.</summary>
    Icon,

    /// <summary>An <c>http</c> or <c>https</c> address with a host.</summary>
    WebAddress,

    /// <summary>A web address, or <c>homeassistant://</c>.</summary>
    ConfigurationAddress,

    /// <summary>The device block.</summary>
    Device,

    /// <summary>The origin block.</summary>
    Origin,

    /// <summary>A list of availability entries; a key of theirs that is not known refuses it.</summary>
    AvailabilityList,

    /// <summary>A list of availability entries; a key of theirs that is not known is dropped.</summary>
    OpenAvailabilityList,

    /// <summary>The components, checked one by one.</summary>
    Components,
}
