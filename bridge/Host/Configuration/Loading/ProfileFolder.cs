using System.Collections.Immutable;
using Bridge.Devices.Drivers;
using Bridge.Devices.Profiles;
using Bridge.Host.Configuration.Sources;

namespace Bridge.Host.Configuration.Loading;

/// <summary>The users' own profiles, each read once, and those that come with the program.</summary>
/// <param name="path">The folder; it need not be there.</param>
/// <param name="workingDirectory">What messages name its files from.</param>
/// <param name="faults">Told what is wrong in a file.</param>
internal sealed class ProfileFolder(string path, string workingDirectory, Faults faults)
{
    /// <summary>Name of the folder beside the configuration file.</summary>
    public const string Name = "profiles";

    private static readonly ImmutableArray<string> Endings = [".yaml", ".yml", ".json"];

    private readonly Dictionary<string, MeterProfile?> _read = new(StringComparer.Ordinal);

    private string Display => FileText.Display(path, workingDirectory);

    /// <summary>The profile of that name; a file of the folder comes before one that the program brings.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <param name="missing">Why there is none; null when there is one, or when its file told what is wrong with it.</param>
    public MeterProfile? Find(string name, out string? missing)
    {
        missing = IsName(name) ? null
            : $"not the name of a profile: expected a to z, 0 to 9, _ and -, without a folder or an ending; {Listed}";
        if (missing is not null)
        {
            return null;
        }

        if (!_read.TryGetValue(name, out var profile))
        {
            var files = Endings.Select(ending => Path.Combine(path, name + ending)).Where(File.Exists).ToArray();
            profile = files.Length > 0 ? Read(name, files) : DriverCatalog.Profiles.FirstOrDefault(each => each.Name == name);
            if (profile is null && files.Length == 0)
            {
                missing = Missing(name);
                return null;
            }

            _read.Add(name, profile);
        }

        return profile;
    }

    private string Listed
    {
        get
        {
            var own = OwnNames();
            var brought = string.Join(", ", DriverCatalog.Profiles.Select(static profile => profile.Name));
            return own.Length == 0
                ? $"there are {brought}, and none in {Display}"
                : $"there are {brought}, and in {Display} {string.Join(", ", own)}";
        }
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 63
        && name.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-');

    private string Missing(string name)
    {
        var meant = Nearest.To(name, OwnNames().Concat(DriverCatalog.Profiles.Select(static profile => profile.Name)));
        return $"no profile has this name; looked for {Path.Combine(Display, name)}.yaml, .yml and .json; {Listed}"
            + Nearest.Hint(meant);
    }

    private string[] OwnNames()
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(path)
                    .Where(static file => Endings.Contains(Path.GetExtension(file), StringComparer.Ordinal))
                    .Select(static file => Path.GetFileNameWithoutExtension(file)).Where(IsName)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return []; // the folder is not there
        }
    }

    private MeterProfile? Read(string name, string[] files)
    {
        var display = FileText.Display(files[0], workingDirectory);
        if (files.Length > 1)
        {
            faults.Add(display, string.Empty, $"{Path.GetFileName(files[1])} is there too; keep one of them");
            return null;
        }

        if (FileText.TryRead(files[0], out var text) is { } trouble)
        {
            faults.Add(display, string.Empty, trouble);
            return null;
        }

        var tree = files[0].EndsWith(".json", StringComparison.Ordinal)
            ? new JsonTree(line => $"{display}:{line}", faults.Add).Read(text)
            : new YamlTree(line => $"{display}:{line}", faults.Add, "keys, such as entities:").Read(text);
        if (tree is null)
        {
            return null;
        }

        var root = NodeOf(tree);
        var profile = new ProfileReader(faults.Add, Nearest.To).Read(name, root);
        return profile is not null && IsTaken(profile, root) ? profile : null;
    }

    // What Home Assistant would refuse is told here, where the user can mend it.
    private bool IsTaken(MeterProfile profile, ProfileNode root)
    {
        var taken = true;
        foreach (var entity in profile.Registers.Select(static register => register.Entity))
        {
            var place = root.Child("entities")!.Child(entity.Key)!.Place;
            foreach (var problem in AnnouncedEntity.Problems(entity))
            {
                faults.Add(place, $"entities.{entity.Key}", problem);
                taken = false;
            }
        }

        return taken;
    }

    private static ProfileNode NodeOf(SourceNode node) => node.Kind switch
    {
        NodeKind.Map => new(node.Origin, null)
        {
            Entries = [.. node.Children.Select(static child => (child.Key, NodeOf(child.Node)))],
        },
        NodeKind.List => new(node.Origin, string.Join(',', node.Items.Select(static item => item.Text))),
        _ => new(node.Origin, node.Text),
    };
}
