using Busroot.Server.Pipeline.Shadows;
using Busroot.Server.Rules;
using Busroot.Transformer;

namespace Busroot.Server.Tests.Pipeline.Shadows;

public sealed class ShadowPatienceTests
{
    private static readonly ShadowLimits Limits = new();
    private static readonly RuleOutcome Failed = new RuleOutcome.Failed(RuleFault.ScriptThrew, "it threw", null);
    private static readonly RuleOutcome Slow = new RuleOutcome.Failed(RuleFault.TimeLimit, "it took too long", null);
    private readonly ShadowPatience _patience = new(Limits);

    [Fact]
    public void A_reading_that_does_not_fail_begins_the_row_anew()
    {
        Repeat(Limits.Failures - 1, () => _patience.NoteReading(Verdict.Failed, Failed)).Should().OnlyContain(reason => reason == null);
        _patience.NoteReading(Verdict.Different, RuleOutcome.Produced.Instance).Should().BeNull();

        Repeat(Limits.Failures, () => _patience.NoteReading(Verdict.Failed, Failed)).Should().ContainSingle(reason => reason != null)
            .Which.Should().Be("100 readings in a row failed in a lane, the last one: it threw");
    }

    [Fact]
    public void Limits_that_are_met_now_and_then_are_borne()
    {
        for (var i = 0; i < 5; i++)
        {
            Repeat(Limits.LimitedRuns - 1, () => _patience.NoteRun(Slow)).Should().OnlyContain(reason => reason == null);
            Repeat(ShadowPatience.Runs - Limits.LimitedRuns + 1, () => _patience.NoteRun(Failed)).Should().OnlyContain(reason => reason == null);
        }
    }

    [Fact]
    public void Limits_that_are_met_often_are_not() =>
        Repeat(Limits.LimitedRuns, () => _patience.NoteRun(Slow)).Last().Should().Be("10 of its last 10 runs in a lane met a limit, the last one: it took too long");

    private static List<string?> Repeat(int times, Func<string?> note) => [.. Enumerable.Range(0, times).Select(_ => note())];
}
