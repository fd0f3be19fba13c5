namespace Busroot.Transformer.Rules;

/// <summary>Finds patterns of different rules between which nothing decides.</summary>
internal static class ContestedPatterns
{
    /// <summary>One contest for each pair of equally specific patterns that some Device ID fits both of.</summary>
    public static IEnumerable<PatternContest> Find(IEnumerable<Rule> rules)
    {
        var ranks = rules
            .SelectMany(rule => rule.Patterns.Select(placed => new PatternOfRule(rule, placed)))
            .GroupBy(entry => (entry.Placed.Pattern.Literals, entry.Placed.Pattern.Stars));
        foreach (var rank in ranks)
        {
            var entries = rank.ToArray();
            for (var i = 0; i < entries.Length; i++)
            {
                foreach (var other in entries.Take(i).Where(other => other.Rule != entries[i].Rule && other.Placed.Pattern.Overlaps(entries[i].Placed.Pattern)))
                {
                    yield return new PatternContest(other, entries[i]);
                }
            }
        }
    }
}

/// <summary>A pattern and the rule it leads to.</summary>
internal readonly record struct PatternOfRule(Rule Rule, PlacedPattern Placed);

/// <summary>Two rules that both want some device, equally much.</summary>
internal sealed record PatternContest(PatternOfRule One, PatternOfRule Other)
{
    /// <summary>The contest as the author of one of the rules reads it.</summary>
    /// <param name="rule">The rule whose file is named; one of the two.</param>
    public RuleProblem ProblemOf(Rule rule)
    {
        var (mine, theirs) = ReferenceEquals(rule, One.Rule) ? (One, Other) : (Other, One);
        var (at, there) = (mine.Placed.At, theirs.Placed.At);
        return new RuleProblem(
            $"{mine.Rule.Id}/rule.json", at.Line, at.Column,
            $"pattern \"{mine.Placed.Pattern.Text}\" of rule {mine.Rule.Id} is as specific as \"{theirs.Placed.Pattern.Text}\" of rule {theirs.Rule.Id} "
            + $"({theirs.Rule.Id}/rule.json:{there.Line}:{there.Column}); "
            + "devices that fit both get neither: make one more specific, or assign them a rule");
    }
}
