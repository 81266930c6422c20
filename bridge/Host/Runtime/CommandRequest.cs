using Bridge.Devices.Model;

namespace Bridge.Host.Runtime;

/// <summary>A command on its way to a device.</summary>
/// <param name="Command">What is asked for; valid for its entity.</param>
/// <param name="Answer">Told once what became of it: null for done, else why not. Must return at once.</param>
internal sealed record CommandRequest(Command Command, Action<string?> Answer);
