namespace Busroot.Transformer.Suggestions;

/// <summary>All the signals that a field may be.</summary>
internal static class Guesses
{
    public static IEnumerable<Candidate> Of(TopicField field) =>
        !field.Profile.Place.IsWritable
            ? []
            : new[] { CountGuess.Of(field), EnergyGuess.Of(field), ProductiveGuess.Of(field), SignalStrengthGuess.Of(field) }.OfType<Candidate>().Select(WithUnit);

    /// <summary>The best for each quantity: a field says one thing, and a thing is said once.</summary>
    /// <param name="candidates">In the order of the fields, which decides between equal ones.</param>
    public static List<Candidate> Best(IEnumerable<Candidate> candidates)
    {
        var best = new List<Candidate>();
        foreach (var candidate in candidates.OrderByDescending(candidate => candidate.Score))
        {
            if (best.TrueForAll(other => other.Quantity != candidate.Quantity && other.Field != candidate.Field))
            {
                best.Add(candidate);
            }
        }

        return [.. best.OrderBy(candidate => candidate.Signal)];
    }

    // A mapping takes a number only if nothing stands behind it.
    private static Candidate WithUnit(Candidate candidate) => candidate.Field.Profile.Unit is null
        ? candidate
        : candidate with { Value = candidate.Value with { Formula = (candidate.Value.Formula ?? "{0}").Replace("{0}", "num({0}, { unit: true })", StringComparison.Ordinal) } };
}
