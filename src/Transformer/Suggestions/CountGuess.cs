using Busroot.Transformer.Profiles;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Suggestions;

/// <summary>Whether a field counts units, and how: since the last message, or on and on.</summary>
/// <remarks>
/// Increments give <c>production_complete_*</c>. A running count that was seen to start again gives its differences as the same; one that only rises gives
/// <c>production_count_*</c>. What stands still may be either, and is left out.
/// </remarks>
internal static class CountGuess
{
    private const int FewestValues = 3;
    private const int Certain = 8;

    public static Candidate? Of(TopicField field)
    {
        var profile = field.Profile;
        if (profile.Motion is not { Values: >= FewestValues, IsWhole: true, Minimum: >= 0, Kind: not MotionKind.Constant } motion || profile.IsBoolean || profile.IsText
            || profile.Unit is not (null or "pcs"))
        {
            return null;
        }

        var (score, called) = Called(field.Words);
        return score < Certain && (motion.FollowsClock || motion.CountsReadings || IsTime(motion)) ? null : Candidate(field, motion, score, called);
    }

    private static (int Score, string Called) Called(FieldWords words)
    {
        if (words.Has(Vocabulary.Times) || words.HasAround(Vocabulary.Energy) || words.Has(Vocabulary.Names) || words.Has(Vocabulary.Measures))
        {
            return (0, "");
        }

        return words switch
        {
            _ when words.First(Vocabulary.Bad) is { } bad => (10, $"called \"{bad}\""),
            _ when words.First(Vocabulary.Good) is { } good => (10, $"called \"{good}\""),
            _ when words.First(Vocabulary.Units) is { } units => (8, $"called \"{units}\""),
            _ when words.IsNumbered(Vocabulary.CountInputs) => (6, "named like an input that counts"),
            _ when words.First(Vocabulary.Counts) is { } count => (7, $"called \"{count}\""),
            _ when words.HasAround(Vocabulary.Units) || words.HasAround(Vocabulary.Counts) => (4, "among counts"),
            _ => (1, "its name does not say what it counts"),
        };
    }

    private static Candidate? Candidate(TopicField field, Motion motion, int score, string called)
    {
        var isBad = field.Words.Has(Vocabulary.Bad);
        var quantity = isBad ? Quantity.Bad : Quantity.Good;
        var (running, increments) = isBad
            ? (SignalKey.ProductionCountBad, SignalKey.ProductionCompleteBad)
            : (SignalKey.ProductionCountGood, SignalKey.ProductionCompleteGood);
        var value = new MappingValue { Not = Seen.Not(field.Profile) };
        var without = Seen.Without(field.Profile);
        return (score, motion.Kind) switch
        {
            (0, _) => null,
            (_, MotionKind.Rises) => new Candidate(
                field, quantity, running, score, value,
                $"{called}; {Seen.Moving(motion)} {Seen.In(motion)}: a running count{without}. If the device can lose it, take {SignalContract.Names[(int)increments]} with \"delta\": true instead"),
            (_, MotionKind.RisesAndRestarts) => new Candidate(
                field, quantity, increments, score, value with { Delta = DeltaOf(motion) },
                $"{called}; {Seen.Moving(motion)} {Seen.In(motion)}: a running count that can start again, so delta{With(motion)}{without}"),
            (> 1, _) => new Candidate(
                field, quantity, increments, score, value with { Sums = true },
                $"{called}; whole numbers that {Ups(motion)} {Seen.In(motion)}: increments since the last message{without}"),
            _ => null,
        };
    }

    private static string Ups(Motion motion) => motion.Minimum == 0 ? $"return to 0 and reach {FieldProfile.Number(motion.Maximum)}" : Seen.Moving(motion).Replace("goes", "go", StringComparison.Ordinal);

    private static string DeltaOf(Motion motion) =>
        motion.WrapsAt is { } bits ? $"{{ \"bits\": {bits}, \"maxStep\": {FieldProfile.Number(MaxStep(motion))} }}" : "true";

    private static string With(Motion motion) => motion.WrapsAt is { } bits
        ? $" with {bits} bits; a reading added at most {FieldProfile.Number(motion.LargestStep)}, so a fall that would be more than {FieldProfile.Number(MaxStep(motion))} is a reset and no wrap"
        : "";

    // Room for a gap of some readings; far below half the range, from which on a reset would be taken for a wrap.
    private static double MaxStep(Motion motion)
    {
        var digit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, motion.LargestStep))));
        return Math.Ceiling(motion.LargestStep / digit) * digit * 20;
    }

    private static bool IsTime(Motion motion) => TimeValues.Unit(motion) is not null;
}
