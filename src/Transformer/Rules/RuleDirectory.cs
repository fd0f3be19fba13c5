namespace Busroot.Transformer.Rules;

/// <summary>Finds the rule folders of a rules directory.</summary>
internal static class RuleDirectory
{
    private const int Deepest = 8; // <vendor>/<device> is two; a link that points upwards must end somewhere

    private static readonly string[] Parts = ["rule.json", "rule.js", "examples.json"];

    /// <summary>The folders that hold rule.json, or a part of a rule without it, in ordinal order and with forward slashes.</summary>
    /// <param name="root">The rules directory.</param>
    /// <param name="problems">Gains what cannot be read.</param>
    public static List<string> Find(string root, List<RuleProblem> problems)
    {
        var found = new List<string>();
        if (Directory.Exists(root))
        {
            Search(root, "", 0, found, problems);
        }
        else
        {
            problems.Add(new RuleProblem("", 0, 0, $"there is no rules directory {root}; create it, or name another with --rules"));
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Search(string folder, string id, int depth, List<string> found, List<RuleProblem> problems)
    {
        try
        {
            if (IsRule(folder))
            {
                found.Add(id);
            }

            foreach (var child in Directory.GetDirectories(folder))
            {
                var name = Path.GetFileName(child);
                if (depth < Deepest && name[0] != '.' && name != "schema")
                {
                    Search(child, Below(id, name), depth + 1, found, problems);
                }
            }

            problems.AddRange(new DirectoryInfo(folder).EnumerateFiles().Where(LeadsNowhere).Select(link =>
                new RuleProblem(Below(id, link.Name), 0, 0, $"the link leads to {link.LinkTarget}, and nothing is there")));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add(new RuleProblem(id, 0, 0, $"the folder cannot be read: {fault.Message}"));
        }
    }

    private static string Below(string id, string name) => id.Length == 0 ? name : $"{id}/{name}";

    // Where a share is mounted elsewhere and is away; editors keep locks in such links, with a dot in front.
    private static bool LeadsNowhere(FileInfo file) => file.Name[0] != '.' && file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: false };

    private static bool IsRule(string folder) =>
        Parts.Any(name => File.Exists(Path.Combine(folder, name)));
}
