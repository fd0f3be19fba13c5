namespace Busroot.Transformer.Signals;

/// <summary>Finds what somebody probably meant to write.</summary>
internal static class Spelling
{
    /// <summary>The known word with the fewest letters to change, if that is at most about a third of its letters; otherwise null.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) =>
        known.Select(candidate => (Word: candidate, Distance: Distance(word, candidate)))
            .Where(candidate => candidate.Distance <= (candidate.Word.Length + 2) / 3)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();

    // Levenshtein, row by row; a difference in case counts as nothing.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + change));
            }
        }

        return row[^1];
    }
}
