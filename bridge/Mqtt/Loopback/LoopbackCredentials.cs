using System.Text;

namespace Bridge.Mqtt.Loopback;

/// <summary>The one user a <see cref="LoopbackBroker"/> lets in.</summary>
/// <param name="Username">User name.</param>
/// <param name="Password">Password.</param>
public sealed record LoopbackCredentials(string Username, string Password)
{
    internal bool Match(string? username, ReadOnlyMemory<byte>? password) =>
        username == Username && password is { } given && given.Span.SequenceEqual(Encoding.UTF8.GetBytes(Password));
}
