using System.Collections.Immutable;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Suggestions;

/// <summary>Whether a field says that the machine produces: a switch that is called so, or a state in words.</summary>
internal static class ProductiveGuess
{
    public static Candidate? Of(TopicField field)
    {
        if (!field.Profile.Place.IsNameless && field.Profile.IsText)
        {
            return OfState(field);
        }

        return field.Profile is { Motion.IsSwitch: true, Texts.IsEmpty: true } && !field.Words.Has(Vocabulary.NotProductive) ? OfSwitch(field) : null;
    }

    /// <summary>Whether a text is a state in which a machine produces, or does not; null when nobody knows.</summary>
    public static bool? IsRunning(string state)
    {
        var words = state.Split([' ', '_', '-', '.', ':'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && words.Any(Vocabulary.StoppedStates.Contains) ? false : words.Any(Vocabulary.RunningStates.Contains) ? true : null;
    }

    private static Candidate? OfSwitch(TopicField field)
    {
        var (profile, words) = (field.Profile, field.Words);
        var changes = profile.Motion!.Changes;
        var (score, called) = words switch
        {
            _ when words.First(Vocabulary.Productive) is { } word => (9, $"called \"{word}\""),
            _ when words.First(Vocabulary.State) is { } word => (6, $"called \"{word}\""),
            _ when words.First(Vocabulary.Switch) is { } word && profile.IsBoolean => (4, $"called \"{word}\""),
            _ when words.IsNumbered(Vocabulary.SwitchInputs) => (3, "named like an input"),
            _ => (0, ""),
        };
        if (score == 0 || (score < 9 && changes == 0) || words.HasAround(Vocabulary.Bad))
        {
            return null;
        }

        var said = profile.IsBoolean ? "true or false" : "0 or 1";
        var doubt = score < 9 ? "; check that it is on while the machine produces" : "";
        return new Candidate(
            field, Quantity.Productive, SignalKey.Productive, score + (changes > 0 ? 1 : 0), new MappingValue { Not = Seen.Not(profile) },
            $"{called}; {said}, changed {Seen.Times(changes)} {Seen.In(profile.Motion)}{doubt}{Seen.Without(profile)}");
    }

    private static Candidate? OfState(TopicField field)
    {
        var (profile, words) = (field.Profile, field.Words);
        var states = profile.Texts.Select(text => text.Key).Order(StringComparer.Ordinal).ToList();
        var isCalledSo = words.Has(Vocabulary.State) || words.Has(Vocabulary.Productive);
        var isPlain = states.TrueForAll(state => state.Length <= 32 && !state.Contains("${", StringComparison.Ordinal));
        if (!isPlain || !states.Exists(state => IsRunning(state) == true) || words.Has(Vocabulary.NotProductive) || (!isCalledSo && states.Exists(state => IsRunning(state) is null)))
        {
            return null;
        }

        var unknown = states.Where(state => IsRunning(state) is null).ToList();
        var doubt = unknown.Count == 0 ? "" : $"; {string.Join(", ", unknown)} taken for not producing: check";
        return new Candidate(
            field, Quantity.Productive, SignalKey.Productive, isCalledSo ? 9 : 5,
            new MappingValue { Map = MapOf(states), DefaultsToZero = profile.IsAlways },
            $"a state in words, {string.Join(", ", states)}: {string.Join(", ", states.Where(state => IsRunning(state) == true))} is producing{doubt}");
    }

    private static ImmutableArray<KeyValuePair<string, int>> MapOf(List<string> states) =>
        [.. states.Select(state => KeyValuePair.Create(state, IsRunning(state) == true ? 1 : 0)).OrderByDescending(entry => entry.Value)];
}
