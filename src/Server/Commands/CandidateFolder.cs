using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;

namespace Busroot.Server.Commands;

/// <summary>The folder of a rule that need not be live, wherever it is.</summary>
internal static class CandidateFolder
{
    /// <summary>Reads the files of the rule.</summary>
    /// <param name="folder">Its last two names are the rule's ID.</param>
    /// <returns>Null when there is no file of a rule.</returns>
    public static RuleSource? TryRead(string folder)
    {
        var directory = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var source = RuleSource.Read(directory.Parent?.Parent?.FullName ?? "/", $"{directory.Parent?.Name}/{directory.Name}");
        return source.IsEmpty ? null : source;
    }

    /// <summary>Reads the files of a rule that can run.</summary>
    /// <exception cref="CommandFailure">There is none, or it has problems; they are named with paths that open from here.</exception>
    public static RuleSource Read(string folder)
    {
        var source = TryRead(folder) ?? throw new CommandFailure($"'{folder}' is no folder of a rule: there is no rule.json in it.");
        var problems = CompiledFolder.Of(source, ScriptLimits.Default).Problems;
        return problems.IsEmpty ? source : throw new CommandFailure(
            string.Join(Environment.NewLine, problems.Select(problem => problem with { File = Path.Combine(folder, Path.GetFileName(problem.File)) }).Prepend<object>($"The candidate in {folder} cannot run:")));
    }
}
