using System.Collections.Immutable;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Rules;

/// <summary>What came of one rule folder.</summary>
/// <param name="Source">The files it was made of.</param>
/// <param name="Rule">The rule; null when a problem keeps it from running.</param>
/// <param name="Problems">Everything that keeps it from running, by file and line.</param>
/// <param name="Warnings">What an author should look at although it runs.</param>
public sealed record CompiledFolder(RuleSource Source, Rule? Rule, ImmutableArray<RuleProblem> Problems, ImmutableArray<RuleProblem> Warnings)
{
    private const int Patience = 20;

    /// <summary>Compiles a rule.</summary>
    /// <param name="source">Its files.</param>
    /// <param name="limits">What scripts may take; a rule's own limits may only be lower.</param>
    /// <remarks>Never throws for what is in the files. Threads: any. Cost: about a millisecond; its examples do not run.</remarks>
    public static CompiledFolder Of(RuleSource source, ScriptLimits limits)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(limits);
        var folder = new RuleFolder(source, limits);
        var rule = folder.Load();
        return new CompiledFolder(source, rule, [.. folder.Problems], [.. folder.Warnings]);
    }

    /// <summary>Runs the examples: a rule that fails one is not fit to run.</summary>
    /// <param name="limits">What scripts may take, as for <see cref="Of"/>.</param>
    /// <returns>This when all pass; otherwise the same without the rule and with a problem for each example that fails.</returns>
    /// <remarks>
    /// A run may take twenty times as long as one of a reading: that an engine is still cold, or the machine busy, is no fault of the rule.
    /// Threads: any. Cost: an engine for each example of a script, about 2 ms.
    /// </remarks>
    public CompiledFolder Tried(ScriptLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (Rule is null)
        {
            return this;
        }

        var patient = Of(Source, limits with { Time = limits.Time * Patience, RegexTime = limits.RegexTime * Patience });
        var failed = ExampleRunner.Run(patient.Rule ?? Rule).Where(result => !result.Passed).Select(result => new RuleProblem(
            $"{Source.Id}/{result.File}", result.At.Line, result.At.Column, $"example \"{result.Description}\" fails: {result.Difference}")).ToImmutableArray();
        return failed.IsEmpty ? this : this with { Rule = null, Problems = failed };
    }
}
