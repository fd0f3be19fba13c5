using Busroot.Server.Hosting;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Commands;

/// <summary>The rules a person named: all of a directory, or one.</summary>
internal sealed class RuleSelection
{
    private readonly string _directory;

    private RuleSelection(string directory, RuleSet set, string? only)
    {
        _directory = directory;
        Rules = [.. set.Rules.Where(rule => only is null || rule.Id == only)];
        Problems = [.. set.Problems.Where(Belongs)];
        Warnings = [.. set.Warnings.Where(Belongs)];

        bool Belongs(RuleProblem problem) => only is null || problem.File.StartsWith(only + "/", StringComparison.Ordinal);
    }

    public IReadOnlyList<Rule> Rules { get; }

    public IReadOnlyList<RuleProblem> Problems { get; }

    public IReadOnlyList<RuleProblem> Warnings { get; }

    /// <summary>Loads what was named.</summary>
    /// <param name="what">A rules directory, a folder with a rule.json in it, a rule id, or null for the default directory.</param>
    /// <exception cref="CommandFailure">It is none of them.</exception>
    public static RuleSelection Find(string? what)
    {
        var directory = ServerArguments.DefaultRules();
        if (what is null)
        {
            return Whole(directory);
        }

        if (File.Exists(Path.Combine(what, "rule.json")))
        {
            var folder = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(what)));
            return One(folder.Parent?.Parent?.FullName ?? "/", $"{folder.Parent?.Name}/{folder.Name}");
        }

        if (Directory.Exists(what))
        {
            return Whole(what);
        }

        return Directory.Exists(Path.Combine(directory, what))
            ? One(directory, what.Trim('/'))
            : throw new CommandFailure($"'{what}' is no rules directory, no folder with a rule.json, and no rule in {Path.GetFullPath(directory)}.");
    }

    /// <summary>A problem with a path that opens from the working directory.</summary>
    public string Show(RuleProblem problem)
    {
        var path = Path.Combine(_directory, problem.File);
        return (problem with { File = Path.GetRelativePath(".", path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative }).ToString();
    }

    private static RuleSelection Whole(string directory) => Directory.Exists(directory)
        ? new RuleSelection(directory, RuleSet.Load(directory), null)
        : throw new CommandFailure($"There is no rules directory {Path.GetFullPath(directory)}. Name one.");

    private static RuleSelection One(string directory, string id) => new(directory, RuleSet.Load(directory), id);
}
