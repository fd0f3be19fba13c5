using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Suggestions;

/// <summary>Says why a field is no signal, and what it may be.</summary>
internal static class LeftOutReason
{
    private const int FewestValues = 3;

    public static string Of(TopicField field) =>
        OfForm(field) ?? (field.Profile.IsText ? OfText(field) : field.Profile.Motion is { } motion ? OfNumbers(field, motion) : "never has a value");

    private static string? OfForm(TopicField field)
    {
        var profile = field.Profile;
        return !profile.Place.IsWritable ? "its name cannot be written in a path; a script can read it"
            : profile is { Motion: null, Sentinels: [var sentinel, ..] } ? $"is always {FieldProfile.Number(sentinel.Key)}, which stands for no value"
            : profile is { Motion: null, Texts.IsEmpty: true, NoValues: [var nothing, ..] } ? $"is always {nothing.Key}"
            : null;
    }

    private static string OfText(TopicField field)
    {
        var texts = field.Profile.Texts;
        var first = texts[0].Key;
        return texts switch
        {
            _ when texts.All(text => TimeValues.IsDate(text.Key)) => "a time",
            _ when first.StartsWith("0x", StringComparison.OrdinalIgnoreCase) => "a hexadecimal number: num(…, { base: 16 }) and bit() read it, the maker's list says what its bits mean",
            [_] => $"is always \"{first}\"",
            _ when LooksEncoded(texts.Select(text => text.Key)) => "looks like bytes in hexadecimal or Base64 digits: a rule of kind codec with the maker's decoder, or an expr with hex() or base64()",
            _ when field.Profile.Texts.Length > 8 => "texts that are often new: a name or a number of something",
            _ => $"texts of which none is known to mean producing: {string.Join(", ", texts.Select(text => text.Key))}",
        };
    }

    private static bool LooksEncoded(IEnumerable<string> texts) =>
        texts.All(text => text.Length >= 8 && !text.Contains(' ', StringComparison.Ordinal) && text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '='));

    private static string OfNumbers(TopicField field, Motion motion)
    {
        var words = field.Words;
        var path = field.Path;
        return motion switch
        {
            _ when TimeValues.Unit(motion) is { } unit => $"a time, in {unit} since 1970",
            { FollowsClock: true } => "rises as time does: an uptime or a clock",
            { CountsReadings: true } => "one more in every reading: the number of the message; if it goes on over restarts, it can be the \"path\" of \"dedupe\"",
            _ when words.Has(Vocabulary.Times) => "named like a time",
            _ when words.Has(Vocabulary.Names) => $"named like something about the device or the message; {Seen.Moving(motion)}",
            _ when field.Profile.IsBoolean || (motion is { IsSwitch: true, Distinct: 2 }) => "a switch whose name does not say that it is on while the machine produces",
            { Kind: MotionKind.UpAndDown } when words.Has(Vocabulary.Load) =>
                $"{Seen.Moving(motion)}: if nothing else tells whether the machine works, take productive from it, {{ \"expr\": \"above(payload.{path}, …)\" }}",
            { Kind: MotionKind.Constant } => $"{Seen.Moving(motion)}: nothing tells yet what it is, a count that stands still or a setting",
            { Values: < FewestValues } => $"only {motion.Values} values yet; look again when there are more",
            { Kind: MotionKind.Rises or MotionKind.RisesAndRestarts } => $"{Seen.Moving(motion)}, but its name does not say of what; if it counts units or is a meter, map it by hand",
            { IsWhole: true, Distinct: <= 8 } when words.Has(Vocabulary.State) =>
                "a state in numbers; the maker's document says which one is producing: { \"path\": …, \"map\": { \"3\": 1 }, \"default\": 0 }",
            _ => $"{Seen.Moving(motion)}: a measurement, and no signal holds it",
        };
    }
}
