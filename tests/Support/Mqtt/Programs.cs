namespace Bridge.TestSupport.Mqtt;

/// <summary>Programs of the machine that tests start.</summary>
public static class Programs
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/opt/homebrew/sbin"];

    /// <summary>The path of an installed program, also of one that is not on everybody's path; null when there is none.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Concat(Folders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
