namespace Busroot.Transformer.Rules;

/// <summary>Finds patterns of different rules between which nothing decides.</summary>
internal static class ContestedPatterns
{
    /// <summary>One problem for each pair of equally specific patterns that some Device ID fits both of.</summary>
    public static IEnumerable<RuleProblem> Find(IEnumerable<Rule> rules)
    {
        var ranks = rules
            .SelectMany(rule => rule.Patterns.Select(placed => (Rule: rule, placed.Pattern, placed.At)))
            .GroupBy(entry => (entry.Pattern.Literals, entry.Pattern.Stars));
        foreach (var rank in ranks)
        {
            var entries = rank.ToArray();
            for (var i = 0; i < entries.Length; i++)
            {
                foreach (var other in entries.Take(i).Where(other => other.Rule != entries[i].Rule && other.Pattern.Overlaps(entries[i].Pattern)))
                {
                    var (rule, pattern, at) = entries[i];
                    yield return new RuleProblem(
                        $"{rule.Id}/rule.json", at.Line, at.Column,
                        $"pattern \"{pattern.Text}\" of rule {rule.Id} is as specific as \"{other.Pattern.Text}\" of rule {other.Rule.Id} "
                        + $"({other.Rule.Id}/rule.json:{other.At.Line}:{other.At.Column}); "
                        + "devices that fit both get neither: make one more specific, or assign them a rule");
                }
            }
        }
    }
}
