using Bridge.TestSupport;

namespace Bridge.Unit.Repository;

/// <summary>The files of the repository, without what builds leave behind and without what a checkout ignores.</summary>
internal static class SourceTree
{
    private static readonly string[] LeftByBuilds =
        ["bin", "obj", ".git", ".vs", ".idea", "artifacts", "data", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>Paths from the root, with <c>/</c>, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Below(new DirectoryInfo(Checkout.Root)).Order(StringComparer.Ordinal)];

    /// <summary>The files with this ending, such as <c>.cs</c>.</summary>
    public static IEnumerable<string> WithExtension(string extension) =>
        Files.Where(path => path.EndsWith(extension, StringComparison.Ordinal));

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Checkout.Root, path));

    private static IEnumerable<string> Below(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo inner)
            {
                if (LeftByBuilds.Contains(inner.Name) || inner.LinkTarget is not null)
                {
                    continue;
                }

                foreach (var path in Below(inner))
                {
                    yield return path;
                }
            }
            else
            {
                yield return Path.GetRelativePath(Checkout.Root, entry.FullName).Replace('\\', '/');
            }
        }
    }
}
