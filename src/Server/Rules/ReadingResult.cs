using System.Text;
using Busroot.Storage.History;
using Busroot.Transformer;
using Busroot.Transformer.Signals;

namespace Busroot.Server.Rules;

/// <summary>What a rule has made, or would make, of a reading: to compare, and to show.</summary>
/// <param name="Published">Its signals, in the order of publication.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="Reason">Why it published nothing; null when it says none.</param>
internal sealed record ReadingResult(IReadOnlyList<PublishedSignals> Published, string? Failure, string? Reason)
{
    /// <summary>What came of a reading that is in the history.</summary>
    public static ReadingResult Of(StoredFrame frame) => new(
        [.. frame.Signals.Select(signals => new PublishedSignals(signals.Station, signals.Json))],
        frame.Outcome == FrameOutcome.Failed ? frame.Error ?? "" : null,
        frame.Outcome == FrameOutcome.Unmapped ? "no rule" : frame.Error);

    /// <summary>What came of a run just now.</summary>
    /// <param name="outcome">Of the run.</param>
    /// <param name="output">Has its signals at the end.</param>
    /// <param name="first">The index of the first of them.</param>
    public static ReadingResult Of(RuleOutcome outcome, SignalBuffer output, int first) => outcome switch
    {
        RuleOutcome.Failed failed => new([], failed.Message, null),
        RuleOutcome.Ignored ignored => new([], null, ignored.Reason),
        _ => new(output.Copy(first), null, null),
    };

    /// <summary>Judges what would come of the reading by this, which came of it.</summary>
    /// <param name="would">What would come of it.</param>
    /// <param name="differences">The signals that differ, when both publish.</param>
    public Verdict Judge(ReadingResult would, out IReadOnlyList<SignalDifference> differences)
    {
        differences = Published.Count > 0 && would.Published.Count > 0 ? SignalComparison.Between(Published, would.Published) : [];
        return (this, would) switch
        {
            ({ Failure: not null }, { Failure: not null }) => Verdict.Equal,
            (_, { Failure: not null }) => Verdict.Failed,
            ({ Failure: not null }, _) => Verdict.Mended,
            ({ Published.Count: 0 }, { Published.Count: 0 }) => Verdict.Equal,
            ({ Published.Count: 0 }, _) => Verdict.Added,
            (_, { Published.Count: 0 }) => Verdict.Ignored,
            _ => differences.Count == 0 ? Verdict.Equal : Verdict.Different,
        };
    }

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        Failure is not null ? $"failed: {Failure}"
        : Published.Count == 0 ? Reason is null ? "nothing" : $"nothing ({Reason})"
        : string.Join(", ", Published.Select(signals => $"{(signals.Station is null ? "" : signals.Station + ": ")}{Encoding.UTF8.GetString(signals.Json.Span)}"));
}
