namespace Busroot.Server.Commands;

/// <summary>What has to be done to the lines of one text to make them those of another.</summary>
internal static class TextDifference
{
    private const int Around = 3; // lines of context, as diff -u has it
    private const int MostLines = 4000; // beyond it the table of common lines would take more than 64 MB

    /// <summary>The lines to print, each with a mark: <c>-</c> only before, <c>+</c> only after, a space in both.</summary>
    /// <returns>Empty when the texts are the same. Common lines further than three from a change are left out, with <c>...</c> in their place.</returns>
    public static IEnumerable<string> Of(string before, string after)
    {
        var (old, fresh) = (before.Split('\n'), after.Split('\n'));
        if (before == after)
        {
            return [];
        }

        var lines = old.Length > MostLines || fresh.Length > MostLines
            ? [.. old.Select(line => $"-{line}"), .. fresh.Select(line => $"+{line}")]
            : Marked(old, fresh);
        return NearChanges(lines);
    }

    private static List<string> Marked(string[] old, string[] fresh)
    {
        var common = CommonLengths(old, fresh);
        var lines = new List<string>();
        var (i, j) = (0, 0);
        while (i < old.Length || j < fresh.Length)
        {
            if (i < old.Length && j < fresh.Length && old[i] == fresh[j])
            {
                lines.Add($" {old[i++]}");
                j++;
            }
            else if (j == fresh.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add($"-{old[i++]}");
            }
            else
            {
                lines.Add($"+{fresh[j++]}");
            }
        }

        return lines;
    }

    /// <summary>How many lines the rests of two texts have in common, in order, from each pair of lines on.</summary>
    private static int[,] CommonLengths(string[] old, string[] fresh)
    {
        var common = new int[old.Length + 1, fresh.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = fresh.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == fresh[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    private static IEnumerable<string> NearChanges(List<string> lines)
    {
        var isLeftOut = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var near = lines.Skip(Math.Max(0, i - Around)).Take(Math.Min(i, Around) + Around + 1);
            if (near.Any(line => line[0] != ' '))
            {
                isLeftOut = false;
                yield return lines[i];
            }
            else if (!isLeftOut)
            {
                isLeftOut = true;
                yield return "...";
            }
        }
    }
}
