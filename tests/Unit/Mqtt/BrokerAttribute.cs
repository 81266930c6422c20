using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

/// <summary>What a contract's class says of its broker; without it, the broker is there and speaks both versions.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class BrokerAttribute : Attribute
{
    /// <summary>False for a broker that knows 3.1.1 alone.</summary>
    public virtual bool Speaks5 => true;

    /// <summary>Why the tests are skipped here; null when they are not.</summary>
    public virtual string? Missing => null;
}

/// <summary>The broker is an aedes.</summary>
public sealed class AedesBrokerAttribute : BrokerAttribute
{
    /// <inheritdoc/>
    public override bool Speaks5 => false;

    /// <inheritdoc/>
    public override string? Missing => Aedes.Missing;
}

/// <summary>The broker is a mosquitto with WebSockets.</summary>
public sealed class WebSocketBrokerAttribute : BrokerAttribute
{
    /// <inheritdoc/>
    public override string? Missing =>
        Mosquitto.HasWebSockets ? null : "the installed mosquitto is built without WebSockets";
}
