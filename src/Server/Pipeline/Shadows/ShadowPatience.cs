using Busroot.Server.Rules;
using Busroot.Transformer;

namespace Busroot.Server.Pipeline.Shadows;

/// <summary>Decides when a candidate has shown enough: one that keeps failing tells nothing new, one that keeps meeting limits costs its lane time.</summary>
/// <remarks>Owner: one lane.</remarks>
internal sealed class ShadowPatience(ShadowLimits limits)
{
    /// <summary>How many runs are looked at for <see cref="ShadowLimits.LimitedRuns"/>.</summary>
    public const int Runs = 1000;

    private int _failures;
    private int _limited;
    private int _runs;

    /// <summary>Notes what a run came to.</summary>
    /// <returns>Why the candidate has to stop; null when it may go on.</returns>
    public string? NoteRun(RuleOutcome outcome)
    {
        if (++_runs > Runs)
        {
            (_runs, _limited) = (1, 0);
        }

        return outcome is RuleOutcome.Failed { Fault: RuleFault.TimeLimit or RuleFault.StatementLimit or RuleFault.MemoryLimit or RuleFault.RecursionLimit or RuleFault.RegexLimit } failed
            && ++_limited >= limits.LimitedRuns ? $"{_limited} of its last {_runs} runs in a lane met a limit, the last one: {failed.Message}" : null;
    }

    /// <summary>Notes how a reading compares.</summary>
    /// <returns>Why the candidate has to stop; null when it may go on.</returns>
    public string? NoteReading(Verdict verdict, RuleOutcome outcome)
    {
        _failures = verdict == Verdict.Failed ? _failures + 1 : 0;
        return _failures >= limits.Failures ? $"{_failures} readings in a row failed in a lane, the last one: {((RuleOutcome.Failed)outcome).Message}" : null;
    }
}
