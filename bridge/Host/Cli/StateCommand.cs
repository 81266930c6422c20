using System.Collections.Immutable;
using System.CommandLine;
using Bridge.Devices.Drivers;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Store;

namespace Bridge.Host.Cli;

/// <summary><c>bridge state</c>: shows, saves, brings back and forgets what is kept across restarts.</summary>
internal static class StateCommand
{
    private const string Standard = "-";

    /// <summary>The command and those below it.</summary>
    public static Command Create(SourceOptions sources) =>
        new("state", "Shows, saves, brings back and forgets what is kept across restarts.")
        {
            Show(sources),
            Export(sources),
            Import(sources),
            Reset(sources),
            Snapshot(sources),
        };

    private static Command Show(SourceOptions sources)
    {
        var command = new Command("show", "Prints what is remembered.");
        return WithAll(command, sources, (_, state, devices) =>
        {
            StatePage.Write(Console.Out, state.Path!, StateFile.Read(state.Path!), devices);
            return ExitCode.Clean;
        });
    }

    private static Command Export(SourceOptions sources)
    {
        var target = new Argument<string>("FILE")
        {
            Description = "The file to write; without it, or with -, standard output",
            DefaultValueFactory = static _ => Standard,
        };
        var command = new Command("export", "Writes all that is remembered as one JSON document.") { target };
        return With(command, sources, (parsed, state) =>
        {
            var document = StateDocument.Write(StateFile.Read(state.Path!)).Span;
            if (parsed.GetValue(target) is { } file and not Standard)
            {
                File.WriteAllBytes(file, document);
                return ExitCode.Clean;
            }

            using var output = Console.OpenStandardOutput();
            output.Write(document);
            output.Write("\n"u8);
            return ExitCode.Clean;
        });
    }

    private static Command Import(SourceOptions sources)
    {
        var source = new Argument<string>("FILE") { Description = "A document of 'state export'; - for standard input" };
        var command = new Command("import", "Checks a document, then puts it in the place of all that is remembered.")
        {
            source,
        };
        return With(command, sources, (parsed, state) =>
        {
            var file = parsed.GetRequiredValue(source);
            var content = StateDocument.Read(ReadAll(file));
            var copy = StateFile.Replace(state.ForStore, content, TimeProvider.System, Tell);
            Console.Out.WriteLine($"{state.Path} holds now what {(file == Standard ? "came in" : file)} says"
                + (copy is null ? "." : $"; what it held before is {copy}."));
            return ExitCode.Clean;
        });
    }

    private static Command Reset(SourceOptions sources)
    {
        var device = new Argument<string>("DEVICE") { Description = "The device's id" };
        var command = new Command(
            "reset", "Forgets a device's last values, learned entities, totals and history; what is published of it stays known.")
        {
            device,
        };
        return With(command, sources, (parsed, state) =>
        {
            var id = parsed.GetRequiredValue(device);
            var known = StateFile.Read(state.Path!).Devices;
            if (StateFile.Reset(state.ForStore, id, TimeProvider.System, Tell))
            {
                Console.Out.WriteLine($"{id} is forgotten.");
                return ExitCode.Clean;
            }

            Console.Error.WriteLine($"bridge state reset: nothing is remembered of '{id}'; known are: "
                + (known.IsEmpty ? "none" : string.Join(", ", known)));
            return ExitCode.CommandLine;
        });
    }

    private static Command Snapshot(SourceOptions sources)
    {
        var target = new Argument<string?>("FILE")
        {
            Description = "The copy; without it, a name with date and time beside the database",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var renew = new Option<bool>("--renew")
        {
            Description = "Renews the copy that takes the place of a damaged database, before a backup of the whole folder",
        };
        var command = new Command("snapshot", "Copies the database and checks the copy; the bridge may be running.")
        {
            target,
            renew,
        };
        return With(command, sources, (parsed, state) =>
        {
            if (parsed.GetValue(renew))
            {
                return Renew(state.Path);
            }

            var file = parsed.GetValue(target)
                ?? $"{state.Path}.snapshot-{TimeProvider.System.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}";
            var size = StateFile.Snapshot(state.Path!, file, TimeProvider.System);
            Console.Out.WriteLine($"{file}: {size} bytes, checked.");
            return ExitCode.Clean;
        }, orNone: renew);
    }

    // Nothing to copy is no trouble here: a backup must not fail of it.
    private static int Renew(string? path)
    {
        if (path is null)
        {
            Console.Out.WriteLine("state.path is memory: there is nothing to copy.");
            return ExitCode.Clean;
        }

        var (copy, size) = StateFile.Renew(path, TimeProvider.System);
        Console.Out.WriteLine($"{copy}: {size} bytes, checked.");
        return ExitCode.Clean;
    }

    private static Command With(
        Command command,
        SourceOptions sources,
        Func<ParseResult, StateOptions, int> work,
        Option<bool>? orNone = null) =>
        WithAll(command, sources, (parsed, state, _) => work(parsed, state), orNone);

    /// <summary>
    /// Reads the configuration for where the state is, and turns what fails into words and exit codes. What is wrong with
    /// devices does not matter here: a backup must not fail of a slip that the running bridge has not read yet.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="sources">Where configuration comes from.</param>
    /// <param name="work">What it does with a state that is on the disk, and the devices if they are known.</param>
    /// <param name="orNone">A switch with which the command does the same with a state in memory.</param>
    private static Command WithAll(
        Command command,
        SourceOptions sources,
        Func<ParseResult, StateOptions, ImmutableArray<DeviceOptions>, int> work,
        Option<bool>? orNone = null)
    {
        sources.AddTo(command);
        command.SetAction(parsed =>
        {
            var loaded = new ConfigurationLoader(DriverCatalog.All).Load(sources.Request(parsed));
            if (loaded.State is not { } state)
            {
                FaultPage.Write(Console.Error, loaded);
                return ExitCode.Configuration;
            }

            return state.Path is null && (orNone is null || !parsed.GetValue(orNone))
                ? Refuse(command, "state.path is memory: nothing is kept.", ExitCode.Configuration)
                : Guarded(command, () => work(parsed, state, loaded.Options?.Devices ?? []));
        });
        return command;
    }

    private static int Guarded(Command command, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception wrong) when (wrong is StoreVersionException or FormatException or FileNotFoundException)
        {
            return Refuse(command, wrong.Message, ExitCode.Configuration);
        }
        catch (StoreInUseException inUse)
        {
            return Refuse(
                command, $"{inUse.Path} is in use by a running bridge. Stop it, then try again.", ExitCode.Failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refuse(command, failure.Message, ExitCode.Failure);
        }
    }

    private static int Refuse(Command command, string reason, int code)
    {
        Console.Error.WriteLine($"bridge state {command.Name}: {reason}");
        return code;
    }

    private static byte[] ReadAll(string file)
    {
        if (file != Standard)
        {
            return File.ReadAllBytes(file);
        }

        using var input = Console.OpenStandardInput();
        using var content = new MemoryStream();
        input.CopyTo(content);
        return content.ToArray();
    }

    private static void Tell(StoreEvent news) => Console.Error.WriteLine(news.Message);
}
