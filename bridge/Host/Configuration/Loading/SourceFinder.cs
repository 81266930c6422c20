using Bridge.Host.Configuration.Sources;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Finds the sources of a start and puts them in their order.</summary>
internal static class SourceFinder
{
    /// <summary>The file that is read from the working directory.</summary>
    public const string LocalFile = "bridge.yaml";
    private const string LocalEnvFile = ".env";

    /// <summary>The sources, and the configuration file that was chosen; null for none.</summary>
    public static (Layers Layers, string? File) Find(ConfigurationRequest request, Faults faults)
    {
        var environment = EnvironmentProvider.Of(request.Environment);
        var envFile = EnvFile(request, faults);
        var file = File(request, environment.File ?? envFile?.File, faults);
        SourceProvider?[] sources =
        [
            file is null ? null : new YamlProvider(file, FileText.Display(file, request.WorkingDirectory)),
            System.IO.File.Exists(request.AddOnOptionsFile) ? new AddOnProvider(request.AddOnOptionsFile) : null,
            envFile,
            environment,
            new CommandLineProvider(request.Sets),
        ];
        return (new Layers([.. sources.OfType<SourceProvider>()]), file);
    }

    private static EnvFileProvider? EnvFile(ConfigurationRequest request, Faults faults)
    {
        var path = Path.GetFullPath(request.EnvFile ?? LocalEnvFile, request.WorkingDirectory);
        if (System.IO.File.Exists(path))
        {
            return new EnvFileProvider(path, FileText.Display(path, request.WorkingDirectory));
        }

        if (request.EnvFile is not null)
        {
            faults.Add("--env-file", string.Empty, $"{path} does not exist");
        }

        return null;
    }

    private static string? File(ConfigurationRequest request, Variable? variable, Faults faults)
    {
        var named = request.File ?? variable?.Value;
        if (named is not null)
        {
            var given = Path.GetFullPath(named, request.WorkingDirectory);
            if (!Path.Exists(given))
            {
                var origin = request.File is null ? variable!.Origin : "--config";
                faults.Add(origin, string.Empty, $"{given} does not exist");
                return null;
            }

            return given;
        }

        string[] usual = [request.MountedFile, Path.Combine(request.WorkingDirectory, LocalFile)];
        return usual.FirstOrDefault(System.IO.File.Exists);
    }
}
