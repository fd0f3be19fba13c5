using System.Collections.Frozen;
using System.Collections.Immutable;
using Busroot.Transformer.Matching;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Rules;

/// <summary>The rules of one directory as they stood when it was read.</summary>
/// <remarks>Threads: immutable. A change on disk is a new set; swap the reference between two messages.</remarks>
public sealed class RuleSet
{
    private readonly FrozenDictionary<string, Rule> _byId;
    private readonly PatternTable<Rule> _patterns;

    private RuleSet(ImmutableArray<Rule> rules, ImmutableArray<RuleProblem> problems, ImmutableArray<RuleProblem> warnings)
    {
        Rules = rules;
        Problems = problems;
        Warnings = warnings;
        _patterns = new PatternTable<Rule>(rules.SelectMany(rule => rule.Patterns.Select(placed => (placed.Pattern, rule))));
        _byId = rules.ToFrozenDictionary(rule => rule.Id, StringComparer.Ordinal);
    }

    /// <summary>A set without rules.</summary>
    public static RuleSet Empty { get; } = new([], [], []);

    /// <summary>The rules that can run, by ID.</summary>
    public ImmutableArray<Rule> Rules { get; }

    /// <summary>Everything that keeps a rule from running, all of it at once, by file and line. A folder with a problem is not among
    /// <see cref="Rules"/>, except when an earlier revision of it runs in its place, or when the only problem is that its patterns are contested:
    /// it still serves its other devices.</summary>
    public ImmutableArray<RuleProblem> Problems { get; }

    /// <summary>What an author should look at although the rule runs, for instance a rule that gives both kinds of count.</summary>
    public ImmutableArray<RuleProblem> Warnings { get; }

    /// <summary>Reads every folder below <paramref name="directory"/> that holds a rule.</summary>
    /// <param name="directory">For instance <c>rules</c>; one that does not exist is a problem in the result.</param>
    /// <remarks>Never throws for what it finds on disk. Cost: reads every rule.json and examples.json; does not run the examples.</remarks>
    public static RuleSet Load(string directory) => Load(directory, ScriptLimits.Default);

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="directory">For instance <c>rules</c>; one that does not exist is a problem in the result.</param>
    /// <param name="limits">What scripts may take; a rule's own limits may only be lower.</param>
    public static RuleSet Load(string directory, ScriptLimits limits)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(limits);
        var problems = new List<RuleProblem>();
        var folders = RuleDirectory.Find(directory, problems).Select(id => CompiledFolder.Of(RuleSource.Read(directory, id), limits)).ToList();
        return Of(
            folders.Select(folder => folder.Rule).OfType<Rule>(),
            problems.Concat(folders.SelectMany(folder => folder.Problems)),
            folders.SelectMany(folder => folder.Warnings));
    }

    /// <summary>Puts rules together that were compiled one by one.</summary>
    /// <param name="rules">In any order; one of each ID.</param>
    /// <param name="problems">What keeps folders from running; contested patterns are found here and added.</param>
    /// <param name="warnings">What authors should look at.</param>
    public static RuleSet Of(IEnumerable<Rule> rules, IEnumerable<RuleProblem> problems, IEnumerable<RuleProblem> warnings)
    {
        var sorted = rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).ToImmutableArray();
        return new RuleSet(sorted, [.. problems, .. ContestedPatterns.Find(sorted).Select(contest => contest.ProblemOf(contest.Other.Rule))], [.. warnings]);
    }

    /// <summary>Finds a rule by its ID, <c>arduino/opta-dau</c>; null when there is none that can run.</summary>
    public Rule? Find(string ruleId) => _byId.GetValueOrDefault(ruleId);

    /// <summary>Decides which rule serves a device.</summary>
    /// <param name="deviceId"><c>account/device</c>.</param>
    /// <param name="assignedRule">The rule ID on the device's record; it wins over every pattern, also when no such rule can run.</param>
    /// <returns>
    /// Null when no rule serves it: nothing matches, the assigned rule cannot run, or two rules match equally well (a problem at load).
    /// </returns>
    /// <remarks>Cost: a look-up for patterns without <c>*</c>, then tens of nanoseconds per pattern with one. Keep the answer per device.</remarks>
    public Rule? RuleFor(string deviceId, string? assignedRule)
    {
        ArgumentNullException.ThrowIfNull(deviceId);
        return assignedRule is null ? _patterns.Find(deviceId) : Find(assignedRule);
    }
}
