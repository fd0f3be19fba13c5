using Busroot.Transformer.Profiles;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Suggestions;

/// <summary>Whether a field is the signal strength of the device, in dBm or in something that can be turned into it.</summary>
internal static class SignalStrengthGuess
{
    private const double HighestDbm = -5; // what a radio next to its antenna reports
    private const double LowestDbm = -150;

    public static Candidate? Of(TopicField field)
    {
        var (profile, words) = (field.Profile, field.Words);
        if (profile.Motion is not { } motion || profile.IsBoolean || profile.IsText || !(words.Has(Vocabulary.SignalStrength) || profile.Unit == "dBm"))
        {
            return null;
        }

        var value = new MappingValue { Not = Seen.Not(profile) };
        var range = $"{FieldProfile.Number(motion.Minimum)} to {FieldProfile.Number(motion.Maximum)}{Seen.Without(profile)}";
        return motion switch
        {
            { Minimum: >= LowestDbm, Maximum: <= HighestDbm } => New(9, value, $"called like a signal strength, and {range} are values in dBm"),
            { Minimum: >= 0, Maximum: <= 31, IsWhole: true } when words.Has(Vocabulary.Csq) => New(
                7, value with { Formula = "rssiCsq({0})" }, $"the CSQ of a modem, {range}, turned into dBm"),
            { Minimum: >= 0, Maximum: <= 100 } when words.Has(Vocabulary.Percent) || (profile.Unit == "%" && words.Has(Vocabulary.SignalStrength)) => New(
                5, value with { Formula = "rssiPct({0})" }, $"a quality in percent, {range}, turned into dBm"),
            _ => null,
        };

        Candidate New(int score, MappingValue with, string reason) => new(field, Quantity.SignalStrength, SignalKey.Rssi, score, with, reason);
    }
}
