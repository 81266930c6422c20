namespace Bridge.Unit.Repository;

/// <summary>How the folders of one project lean on each other: never in a circle.</summary>
public sealed class FolderTests
{
    private const int LongestFile = 300;

    /// <summary>Drivers lie in a folder a bus, and share one namespace with their catalogue.</summary>
    private const string DriverFiles = "devices/Drivers/";

    private static readonly string[] Projects =
        ["Bridge.Devices", "Bridge.Discovery", "Bridge.Mqtt", "Bridge.Store", "Bridge.Host"];

    public static TheoryData<string> ProjectNames { get; } = [.. Projects];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void The_folders_of_a_project_know_each_other_without_circles(string project)
    {
        var knows = UsingLine.All()
            .Where(line => IsIn(project, line.Own) && IsIn(project, line.Namespace))
            .Select(line => (From: Folder(project, line.Own), To: Folder(project, line.Namespace), Line: line))
            .Where(static step => step.From != step.To)
            .ToLookup(static step => step.From, StringComparer.Ordinal);

        foreach (var start in knows.Select(static folder => folder.Key))
        {
            Circle(start, start, step => knows[step].Select(static next => next.To), new(StringComparer.Ordinal)).Should().BeNull(
                "{0} has these lines: {1}",
                start,
                string.Join("; ", knows[start].Select(static step => step.Line)));
        }
    }

    [Fact]
    public void No_source_file_is_longer_than_300_lines()
    {
        SourceTree.WithExtension(".cs")
            .Select(static path => (path, Lines: SourceTree.Read(path).AsSpan().Count('\n')))
            .Where(static file => file.Lines > LongestFile)
            .Should().BeEmpty();
    }

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var wrong =
            from path in SourceTree.WithExtension(".cs")
            let line = SourceTree.Read(path).Split('\n').FirstOrDefault(
                static line => line.StartsWith("namespace ", StringComparison.Ordinal))
            where line is not null && !path.StartsWith(DriverFiles, StringComparison.Ordinal)
            let folder = Path.GetDirectoryName(path)!.Replace('/', '.')
            let told = line["namespace ".Length..].TrimEnd(';', '\r').Split('.')[1..]
            where !folder.EndsWith(string.Join('.', told.Skip(1)), StringComparison.Ordinal)
            select $"{path}: {line}";

        wrong.Should().BeEmpty();
    }

    private static bool IsIn(string project, string name) =>
        name == project || name.StartsWith(project + ".", StringComparison.Ordinal);

    /// <summary>The first folder below the project; for the two rooms of many parts, the second too.</summary>
    private static string Folder(string project, string name)
    {
        var parts = name[project.Length..].Split('.', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["Buses" or "Drivers", ..] ? string.Join('.', parts.Take(2)) : parts.FirstOrDefault("(root)");
    }

    private static string? Circle(
        string start, string at, Func<string, IEnumerable<string>> next, HashSet<string> seen)
    {
        foreach (var step in next(at))
        {
            if (step == start)
            {
                return $"{at} -> {start}";
            }

            if (seen.Add(step) && Circle(start, step, next, seen) is { } rest)
            {
                return $"{at} -> {rest}";
            }
        }

        return null;
    }
}
