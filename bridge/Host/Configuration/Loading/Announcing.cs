using Bridge.Devices.Model;
using Bridge.Discovery.Contract;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Holds entities that the user makes up against what Home Assistant takes.</summary>
internal static class Announcing
{
    /// <summary>What Home Assistant would refuse of it.</summary>
    public static IEnumerable<string> Faults(Entity entity) => Findings(entity, Severity.Error);

    /// <summary>Tells what Home Assistant would only complain of, where a key was written.</summary>
    public static void Warn(Scope scope, string key, Entity entity)
    {
        if (scope.Find(key) is { } given)
        {
            foreach (var trouble in Findings(entity, Severity.Warning))
            {
                scope.Warn(key, given, trouble);
            }
        }
    }

    private static IEnumerable<string> Findings(Entity entity, Severity severity) => TrialDocument.Findings(entity)
        .Where(finding => finding.Severity == severity)
        .Select(static finding => finding.Text);
}
