namespace Bridge.Mqtt.Packets;

/// <summary>Type and place of every property: the table of MQTT 5 §2.2.2.2.</summary>
internal static class PropertyRules
{
    private const PropertyScope Acknowledgements = PropertyScope.ConnAck | PropertyScope.PublishAck | PropertyScope.SubAck
        | PropertyScope.UnsubAck | PropertyScope.Disconnect | PropertyScope.Auth;

    private const PropertyScope Authentication = PropertyScope.Connect | PropertyScope.ConnAck | PropertyScope.Auth;

    /// <summary>The data type; null when there is no such property.</summary>
    public static PropertyKind? KindOf(PropertyId id) => id switch
    {
        PropertyId.PayloadFormatIndicator or PropertyId.RequestProblemInformation
            or PropertyId.RequestResponseInformation or PropertyId.MaximumQos or PropertyId.RetainAvailable
            or PropertyId.WildcardSubscriptionAvailable or PropertyId.SubscriptionIdentifierAvailable
            or PropertyId.SharedSubscriptionAvailable => PropertyKind.Bit,
        PropertyId.ServerKeepAlive or PropertyId.ReceiveMaximum or PropertyId.TopicAliasMaximum
            or PropertyId.TopicAlias => PropertyKind.UInt16,
        PropertyId.MessageExpiryInterval or PropertyId.SessionExpiryInterval or PropertyId.WillDelayInterval
            or PropertyId.MaximumPacketSize => PropertyKind.UInt32,
        PropertyId.SubscriptionIdentifier => PropertyKind.VariableInteger,
        PropertyId.ContentType or PropertyId.ResponseTopic or PropertyId.AssignedClientIdentifier
            or PropertyId.AuthenticationMethod or PropertyId.ResponseInformation or PropertyId.ServerReference
            or PropertyId.ReasonString => PropertyKind.Text,
        PropertyId.CorrelationData or PropertyId.AuthenticationData => PropertyKind.Binary,
        PropertyId.UserProperty => PropertyKind.TextPair,
        _ => null,
    };

    /// <summary>The packets it may stand in.</summary>
    public static PropertyScope ScopeOf(PropertyId id) => id switch
    {
        PropertyId.PayloadFormatIndicator or PropertyId.MessageExpiryInterval or PropertyId.ContentType
            or PropertyId.ResponseTopic or PropertyId.CorrelationData => PropertyScope.Publish | PropertyScope.Will,
        PropertyId.SubscriptionIdentifier => PropertyScope.Publish | PropertyScope.Subscribe,
        PropertyId.SessionExpiryInterval => PropertyScope.Connect | PropertyScope.ConnAck | PropertyScope.Disconnect,
        PropertyId.AuthenticationMethod or PropertyId.AuthenticationData => Authentication,
        PropertyId.RequestProblemInformation or PropertyId.RequestResponseInformation => PropertyScope.Connect,
        PropertyId.WillDelayInterval => PropertyScope.Will,
        PropertyId.ServerReference => PropertyScope.ConnAck | PropertyScope.Disconnect,
        PropertyId.ReasonString => Acknowledgements,
        PropertyId.ReceiveMaximum or PropertyId.TopicAliasMaximum or PropertyId.MaximumPacketSize
            => PropertyScope.Connect | PropertyScope.ConnAck,
        PropertyId.TopicAlias => PropertyScope.Publish,
        PropertyId.UserProperty => PropertyScope.Any,
        _ => PropertyScope.ConnAck, // the rest tells what the server grants
    };

    /// <summary>Zero is no value of these (§3.1.2.11, §3.3.2.3).</summary>
    public static bool MayBeZero(PropertyId id) => id is not (PropertyId.ReceiveMaximum or PropertyId.MaximumPacketSize
        or PropertyId.TopicAlias or PropertyId.SubscriptionIdentifier);

    /// <summary>More than once in a packet: user properties, and subscription identifiers of a PUBLISH.</summary>
    public static bool MayRepeat(PropertyId id, PropertyScope scope) => id == PropertyId.UserProperty
        || (id == PropertyId.SubscriptionIdentifier && scope == PropertyScope.Publish);
}

/// <summary>Data types of properties (MQTT 5 §1.5). A bit is a byte that may only be 0 or 1.</summary>
internal enum PropertyKind
{
    Bit,
    UInt16,
    UInt32,
    VariableInteger,
    Text,
    Binary,
    TextPair,
}

/// <summary>Where properties stand.</summary>
[Flags]
internal enum PropertyScope
{
    Connect = 1,
    Will = 2,
    ConnAck = 4,
    Publish = 8,
    PublishAck = 16,
    Subscribe = 32,
    SubAck = 64,
    Unsubscribe = 128,
    UnsubAck = 256,
    Disconnect = 512,
    Auth = 1024,
    Any = 2047,
}
