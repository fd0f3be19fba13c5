using Busroot.Transformer.Profiles;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Suggestions;

/// <summary>Whether a field is the reading of an energy meter, or what was used since the last message, and in which unit.</summary>
internal static class EnergyGuess
{
    // A machine that takes more than a megawatt is rarer than a field in Wh whose name does not say so.
    private const double MostKilowatts = 1000;

    public static Candidate? Of(TopicField field)
    {
        var (profile, words) = (field.Profile, field.Words);
        if (profile.Motion is not { Minimum: >= 0, Maximum: > 0 } motion || profile.IsBoolean || profile.IsText || words.Has(Vocabulary.OtherEnergy) || words.Has(Vocabulary.Times) || Score(field) is not { } score)
        {
            return null;
        }

        var (scale, unit) = UnitOf(profile, words, motion);
        var value = new MappingValue { Not = Seen.Not(profile), Scale = scale };
        var without = Seen.Without(profile);
        return motion.Kind switch
        {
            MotionKind.UpAndDown or MotionKind.Constant when words.Has(Vocabulary.Interval) => new Candidate(
                field, Quantity.Energy, SignalKey.ElectricalKwhInterval, score, value with { Sums = true }, $"{unit}; {Seen.Moving(motion)}, and its name says that it is since the last message{without}"),
            MotionKind.UpAndDown => null,
            MotionKind.RisesAndRestarts => new Candidate(
                field, Quantity.Energy, SignalKey.ElectricalKwhInterval, score - 1, value with { Delta = "true" },
                $"{unit}; {Seen.Moving(motion)} {Seen.In(motion)}: a meter that can start again, so what it gained, by delta{without}"),
            MotionKind.Constant => new Candidate(
                field, Quantity.Energy, SignalKey.ElectricalKwh, score - 1, value, $"{unit}; {Seen.Moving(motion)} so far {Seen.In(motion)}: taken for a meter reading that stands still{without}"),
            _ => new Candidate(field, Quantity.Energy, SignalKey.ElectricalKwh, score, value, $"{unit}; {Seen.Moving(motion)} {Seen.In(motion)}: a meter reading{without}"),
        };
    }

    // Null when nothing says energy. A float that rises in a Modbus answer has no name, but hardly is anything else.
    private static int? Score(TopicField field)
    {
        var words = field.Words;
        if (field.Profile.Unit is "kWh" or "Wh" or "MWh")
        {
            return 9;
        }

        if (words.HasAround(Vocabulary.Energy))
        {
            var isMeasure = words.Has(Vocabulary.Measures) && !words.Has(Vocabulary.Energy);
            return isMeasure ? null : 6 + (words.Has(Vocabulary.Energy) ? 1 : 0) + (words.Has(Vocabulary.Total) ? 2 : 0);
        }

        return field.Profile is { Place.IsNameless: true, Motion: { IsWhole: false, Kind: MotionKind.Rises } } ? 2 : null;
    }

    private static (double? Scale, string Said) UnitOf(FieldProfile profile, FieldWords words, Motion motion)
    {
        if (profile.Unit is { } unit)
        {
            return (unit == "Wh" ? 0.001 : unit == "MWh" ? 1000 : null, $"its values say {unit}");
        }

        if (words.First(Units) is { } named)
        {
            return (named == "wh" ? 0.001 : named == "mwh" ? 1000 : null, $"its name says {(named == "wh" ? "Wh" : named == "mwh" ? "MWh" : "kWh")}");
        }

        var called = profile.Place.IsNameless ? "bytes that hold a number with decimals; the maker's register list says whether it is kWh" : "its name says energy but no unit";
        return motion.PerHour > MostKilowatts
            ? (0.001, $"{called}; it rises by {FieldProfile.Number(Math.Round(motion.PerHour.Value))} an hour, too much for kWh, so taken for Wh")
            : (null, $"{called}, so taken for kWh: compare with the meter");
    }

    private static readonly HashSet<string> Units = new(StringComparer.Ordinal) { "kwh", "wh", "mwh" };
}
