using Bridge.TestSupport;
using Bridge.TestSupport.Pages;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Blocks of shell: bash reads them, and every command has a rule.</summary>
internal static class ShellBlocks
{
    /// <summary>Programs of the system that pages use in ways that need no rule of their own.</summary>
    private static readonly HashSet<string> Usual = new(StringComparer.Ordinal)
    {
        "[", "aa-status", "ansible-playbook", "apt", "awk", "cat", "cd", "chmod", "chown", "cmp", "cosign", "cp",
        "date", "dmesg", "echo", "exit", "export", "free", "getent", "gh", "git", "grep", "groupadd", "head",
        "i2cdetect", "id", "install", "journalctl", "ls", "mkdir", "modprobe", "mosquitto_passwd", "mv", "nslookup",
        "openssl", "printf", "read", "rm", "scp", "sha256sum", "sleep", "sort", "source", "ssh", "stat", "systemctl",
        "systemd-analyze", "systemd-run", "tail", "tar", "tee", "test", "touch", "tr", "true", "umask", "uniq",
        "usermod", "zramctl",
    };

    private static readonly Dictionary<string, Func<ShellCommand, IEnumerable<string>>> Rules = new(StringComparer.Ordinal)
    {
        ["bridge"] = ProgramRules.Bridge,
        ["/app/bridge"] = ProgramRules.Bridge,
        ["/opt/bridge/bridge"] = ProgramRules.Bridge,
        ["out/bridge"] = ProgramRules.Bridge,
        ["docker"] = DockerRules.Docker,
        ["dotnet"] = ProgramRules.Dotnet,
        ["jq"] = JqRule.Faults,
        ["kubectl"] = DockerRules.Kubectl,
        ["mosquitto_sub"] = ProgramRules.Mosquitto,
        ["mosquitto_pub"] = ProgramRules.Mosquitto,
    };

    /// <summary>Folders of the repository; what makes of them a path of it, and not of the user's machine.</summary>
    private static readonly string[] Ours =
        ["deploy/", "tests/", "docs/", "benchmarks/", "homeassistant-addon/", "bridge/Host"];

    /// <summary>Made by what is run, and in no checkout.</summary>
    private static readonly string[] Made = ["deploy/secrets"];

    /// <summary>What is wrong with a block.</summary>
    public static IEnumerable<string> Faults(Block block)
    {
        var (code, errors) = Filter.Run("bash", ["-n"], block.Text);
        return code != 0 ? [errors] : ShellCommand.Of(block.Text).SelectMany(Faults);
    }

    /// <summary>What is wrong with a command.</summary>
    public static IEnumerable<string> Faults(ShellCommand command)
    {
        var paths = command.Words.Where(static word =>
            Ours.Any(folder => word.StartsWith(folder, StringComparison.Ordinal))
            && !Made.Any(made => word.StartsWith(made, StringComparison.Ordinal))
            && !Exists(word)).Select(static word => $"{word} is not in the repository");
        if (Rules.TryGetValue(command.Program, out var rule))
        {
            return paths.Concat(rule(command)).Select(fault => $"{string.Join(' ', command.Words)}: {fault}");
        }

        return Usual.Contains(command.Program) || IsScript(command.Program)
            ? paths
            : [$"no rule says how {command.Program} is used: {string.Join(' ', command.Words)}"];
    }

    /// <summary>Whether a file or folder is in the repository.</summary>
    public static bool Exists(string path) =>
        Path.Combine(Checkout.Root, path) is var whole && (File.Exists(whole) || Directory.Exists(whole));

    private static bool IsScript(string path) => !OperatingSystem.IsWindows()
        && SourceTree.Files.Contains(path, StringComparer.Ordinal)
        && File.GetUnixFileMode(Path.Combine(Checkout.Root, path)).HasFlag(UnixFileMode.UserExecute);
}
