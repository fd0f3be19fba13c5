using Busroot.Transformer.Rules;

namespace Busroot.Server.Rules;

/// <summary>Decides which changes of rules take effect.</summary>
internal static class RuleChoice
{
    /// <summary>Refuses changes whose patterns would take devices away from a rule that serves them now without a word.</summary>
    /// <param name="options">Every folder.</param>
    /// <returns>The same folders; a change that contests what is established waits. Rules that are all new and contest each other serve their other devices.</returns>
    public static List<RuleOption> Settle(IEnumerable<RuleOption> options)
    {
        var settled = options.ToDictionary(option => option.Id, StringComparer.Ordinal);
        while (Refusals(settled) is { Count: > 0 } refusals)
        {
            foreach (var (id, why) in refusals)
            {
                settled[id] = settled[id].Refused(why);
            }
        }

        return [.. settled.Values.OrderBy(option => option.Id, StringComparer.Ordinal)];
    }

    private static Dictionary<string, RuleProblem> Refusals(Dictionary<string, RuleOption> options)
    {
        var refused = new Dictionary<string, RuleProblem>(StringComparer.Ordinal);
        foreach (var contest in ContestedPatterns.Find(options.Values.Select(option => option.Running).OfType<Rule>()))
        {
            var (one, other) = (options[contest.One.Rule.Id], options[contest.Other.Rule.Id]);
            foreach (var (mine, theirs) in new[] { (one, other), (other, one) })
            {
                if (mine.IsChange && (mine.Established is not null || !theirs.IsChange))
                {
                    refused.TryAdd(mine.Id, contest.ProblemOf(mine.Running!));
                }
            }
        }

        return refused;
    }
}
