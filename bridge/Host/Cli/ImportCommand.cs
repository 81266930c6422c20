using System.CommandLine;
using Bridge.Devices.Drivers;
using Bridge.Host.Configuration.Sources;
using Bridge.Host.MqttIo;

namespace Bridge.Host.Cli;

/// <summary><c>bridge import</c>: makes a configuration out of that of another program.</summary>
internal static class ImportCommand
{
    /// <summary>The command and those below it.</summary>
    public static Command Create() => new("import", "Makes a configuration out of that of another program.")
    {
        CreateMqttIo(),
    };

    private static Command CreateMqttIo()
    {
        var source = new Argument<string>("FILE") { Description = "The configuration of mqtt-io" };
        var target = new Option<string?>("--output", "-o")
        {
            Description = "The file to write, which must not be there yet; else standard output",
            HelpName = "FILE",
        };
        var command = new Command(
            "mqtt-io", "Prints a bridge.yaml; what has no place in it is a comment there, and told on stderr.")
        {
            source, target,
        };
        command.SetAction(parsed => Convert(
            parsed.GetRequiredValue(source), parsed.GetValue(target), Console.Out, Console.Error));
        return command;
    }

    /// <summary>Converts a file; 1 when it cannot be read as YAML, 2 when a file cannot be read or written.</summary>
    public static int Convert(string source, string? target, TextWriter output, TextWriter errors)
    {
        if (FileText.TryRead(source, out var text) is { } why)
        {
            errors.WriteLine($"bridge import: {why}");
            return ExitCode.CommandLine;
        }

        var import = new MqttIoImport(DriverCatalog.All);
        if (import.Convert(text, Path.GetFileName(source), errors.WriteLine) is not { } imported)
        {
            errors.WriteLine("bridge import: nothing was written.");
            return ExitCode.Configuration;
        }

        if (!TryWrite(target, imported.Yaml, output, errors))
        {
            return ExitCode.CommandLine;
        }

        foreach (var line in imported.LeftOut)
        {
            errors.WriteLine($"left out: {line}");
        }

        errors.WriteLine(imported.LeftOut.IsEmpty
            ? "Everything has its place."
            : $"{imported.LeftOut.Length} left out; each is a comment at its place.");
        return ExitCode.Clean;
    }

    private static bool TryWrite(string? target, string text, TextWriter output, TextWriter errors)
    {
        if (target is null)
        {
            output.Write(text);
            return true;
        }

        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                // It may hold a password.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(target, options);
            using var writer = new StreamWriter(file);
            writer.Write(text);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"bridge import: --output: {failure.Message}");
            return false;
        }
    }
}
