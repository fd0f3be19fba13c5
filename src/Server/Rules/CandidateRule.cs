using Busroot.Server.Administration;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;

namespace Busroot.Server.Rules;

/// <summary>Compiles a rule that is to be compared with a live one; its examples do not run.</summary>
internal static class CandidateRule
{
    /// <summary>The rule that files make.</summary>
    /// <exception cref="AdministrationException">They make none; every problem is named.</exception>
    public static Rule Of(string ruleId, IReadOnlyList<RuleFileBytes> files) => files.All(file => file?.Name is not null) && files.DistinctBy(file => file.Name).Count() == files.Count
        ? Of(RuleSource.Of(ruleId, files.Select(file => new KeyValuePair<string, ReadOnlyMemory<byte>>(file.Name, file.Bytes))))
        : throw AdministrationException.Invalid([("files", "Each file has a name of its own, and its bytes in Base64.")]);

    /// <inheritdoc cref="Of(string, IReadOnlyList{RuleFileBytes})"/>
    public static Rule Of(RuleSource source)
    {
        var folder = CompiledFolder.Of(source, ScriptLimits.Default);
        return folder.Rule ?? throw AdministrationException.Invalid(folder.Problems.Select(problem => ("files", problem.ToString())));
    }
}
