namespace Bridge.Host.Configuration;

/// <summary>How Home Assistant's Supervisor is reached from inside the add-on.</summary>
/// <param name="address">Where it listens: <c>http://supervisor/</c>.</param>
/// <param name="token">What it knows the add-on by. Never logged.</param>
internal sealed class SupervisorAccess(Uri address, string token)
{
    /// <summary>Where it listens.</summary>
    public Uri Address { get; } = address;

    /// <summary>What it knows the add-on by. Never logged.</summary>
    public string Token { get; } = token;
}
