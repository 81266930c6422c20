namespace Bridge.Host.Configuration.Loading;

/// <summary>Finds the word that was meant.</summary>
internal static class Nearest
{
    private const int LongestWord = 200;

    /// <summary>The candidate that is nearest to a misspelled word; null when none is near.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        var all = candidates.Distinct(StringComparer.Ordinal).ToArray();
        var lower = word.ToLowerInvariant();
        var near = all.Select(candidate => (Word: candidate, Distance: Distance(lower, candidate.ToLowerInvariant())))
            .Where(each => each.Distance <= Math.Max(1, Math.Min(word.Length, each.Word.Length) / 3))
            .OrderBy(static each => each.Distance)
            .Select(static each => each.Word)
            .FirstOrDefault();
        return near ?? all.FirstOrDefault(candidate =>
            lower.Length >= 4 && candidate.Contains(lower, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The end of a message: a suggestion, or nothing.</summary>
    public static string Hint(string? meant) => meant is null ? string.Empty : $"; did you mean {meant}?";

    /// <summary>Least number of insertions, deletions, replacements and swaps of neighbours between words.</summary>
    public static int Distance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (var row = 0; row <= from.Length; row++)
        {
            for (var column = 0; column <= to.Length; column++)
            {
                cost[row, column] = row == 0 || column == 0 ? row + column : Cheapest(cost, from, to, row, column);
            }
        }

        return cost[from.Length, to.Length];
    }

    private static int Cheapest(int[,] cost, string from, string to, int row, int column)
    {
        var same = from[row - 1] == to[column - 1];
        var cheapest = Math.Min(
            cost[row - 1, column - 1] + (same ? 0 : 1),
            Math.Min(cost[row - 1, column], cost[row, column - 1]) + 1);
        var swapped = row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1];
        return swapped ? Math.Min(cheapest, cost[row - 2, column - 2] + 1) : cheapest;
    }
}
