using System.Text;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Tests.NodeRed.Functions;

/// <summary>Functions that await a timer: when their readings have an outcome, and what is stored until then.</summary>
public class AwaitTests
{
    private const string Counting = "var n = (context.get('n') || 0) + 1; context.set('n', n);";

    [Theory]
    [InlineData("await new Promise(resolve => setTimeout(resolve, 100));")]
    [InlineData("await util.promisify(setTimeout)(100);")]
    [InlineData("await promisify(setTimeout)(100, 'value');")]
    public void A_function_that_awaits_a_timer_goes_on_then_and_the_next_message_waits(string wait)
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule($"if (typeof n === 'undefined') n = 0; n++;\n{wait}\nreturn {{ payload: {{ production_count_good: msg.payload, rssi: -n }} }};");

        files.Run(rule, "1").Should().Be("awaits");
        files.Run(rule, "2").Should().Be("awaits");
        files.Run(rule, "3", device: "other").Should().Be("awaits");
        files.Pass(1000).Where(result => !result.EndsWith("awaits", StringComparison.Ordinal)).Should().Equal(
            "acme/press-1 {\"production_count_good\":1,\"rssi\":-1}", "acme/other {\"production_count_good\":3,\"rssi\":-1}", "acme/press-1 {\"production_count_good\":2,\"rssi\":-2}");
    }

    [Fact]
    public void A_message_that_fails_after_a_timer_lets_the_next_one_go_on_whatever_else_is_running()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule(
            "await promisify(setTimeout)(10); if (msg.payload === 1) throw new Error('x'); return { payload: { rssi: -msg.payload } };", start: "setInterval(() => {}, 7);");

        files.Run(rule, "1");
        files.Run(rule, "2");
        files.Pass(50).Should().Contain(result => result.Contains("Error: x", StringComparison.Ordinal)).And.Contain("acme/press-1 {\"rssi\":-2}");
    }

    [Fact]
    public void A_message_that_fails_after_a_timer_is_given_back_with_its_payload_for_quarantine()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("await promisify(setTimeout)(10); throw new Error('x');");
        files.Run(rule, "first");

        files.Runner.TryRunDue(files.Now.AddMilliseconds(10), files.Output, out var run).Should().BeTrue();
        Encoding.UTF8.GetString(run.Payload.Span).Should().Be("first");
        Encoding.UTF8.GetString(run.Topic.Span).Should().Be("busroot/v1/dau/acme/press-1");
        run.At.Should().Be(FunctionFiles.Arrival);
        run.Outcome.Should().BeOfType<RuleOutcome.Failed>().Which.Script!.InputHash.Should().Be("a7937b64b8ca", "the failure names its input");
    }

    [Fact]
    public void A_reading_is_answered_when_its_function_has_ended_and_not_before()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("await promisify(setTimeout)(10); await promisify(setTimeout)(10); return { payload: { rssi: -msg.payload } };");
        files.Run(rule, "1");
        files.Run(rule, "2");

        files.Due(10).Select(run => run.Answers).Should().Equal(false);
        var ended = files.Due(10);
        ended.Select(run => (run.Answers, Encoding.UTF8.GetString(run.Payload.Span), run.At)).First().Should().Be((true, "1", FunctionFiles.Arrival));
        files.Due(100).Count(run => run.Answers).Should().Be(1, "the second waited for the first");
    }

    [Fact]
    public void What_a_reading_keeps_is_stored_with_its_outcome()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule($"{Counting} await promisify(setTimeout)(10); return {{ payload: {{ production_count_good: n }} }};");
        files.Run(rule);

        files.StateOf().TryTakeChange(out _, out _).Should().BeFalse("after a crash the reading comes again, and must not be counted twice");
        files.Pass(10).Should().Equal("acme/press-1 {\"production_count_good\":1}");
        files.StateOf().TryTakeChange(out _, out var stored).Should().BeTrue();
        Encoding.UTF8.GetString(stored.Span).Should().Be("""{"context":{"n":1}}""");
    }

    [Fact]
    public void A_reading_that_fails_after_an_await_leaves_context_as_it_was()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule($"{Counting} await promisify(setTimeout)(10); if (msg.payload === 2) throw new Error('x'); return {{ payload: {{ production_count_good: n }} }};");
        foreach (var payload in (string[])["1", "2", "3"])
        {
            files.Run(rule, payload);
            files.Pass(10);
        }

        Encoding.UTF8.GetString(files.StateOf().Of("a/b").Span).Should().Be("""{"context":{"n":2}}""");
    }

    [Fact]
    public void A_timer_that_fails_meanwhile_does_not_undo_what_the_reading_keeps()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule($"{Counting} setTimeout(() => {{ flow.set('x', 1); throw new Error('aside') }}, 5); await promisify(setTimeout)(10); return {{ payload: {{ production_count_good: context.get('n') }} }};");
        files.Run(rule);

        files.Pass(10).Should().HaveCount(2).And.Contain("acme/press-1 {\"production_count_good\":1}");
        Encoding.UTF8.GetString(files.StateOf().Of("a/b").Span).Should().Be("""{"context":{"n":1}}""");
    }

    [Fact]
    public void A_reading_that_publishes_before_it_awaits_is_answered_with_that()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule($"{Counting} node.send({{ payload: {{ productive: 1 }} }}); await promisify(setTimeout)(10); if (msg.payload === 1) throw new Error('late'); return {{ payload: {{ productive: 0 }} }};");

        files.Run(rule, "1").Should().Be("""{"productive":1}""");
        files.StateOf().Of("a/b").IsEmpty.Should().BeFalse("it is stored with what was published");
        var late = files.Due(10).Single();
        late.Answers.Should().BeFalse();
        late.Outcome.Should().BeOfType<RuleOutcome.Failed>();
        Encoding.UTF8.GetString(late.Payload.Span).Should().Be("1", "for quarantine");

        files.Run(rule, "2").Should().Be("""{"productive":1}""");
        files.Pass(10).Should().Equal("acme/press-1 {\"productive\":0}");
    }

    [Fact]
    public void A_reading_is_answered_with_what_it_publishes_between_two_awaits_and_not_with_what_others_do()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule(
            "await promisify(setTimeout)(10); node.send({ payload: { rssi: -1 } }); await promisify(setTimeout)(10); return { payload: { rssi: -2 } };",
            start: "setInterval(() => node.send({ payload: { rssi: -9 } }), 7);");
        files.Run(rule);

        files.Due(20).Select(run => run.Answers).Should().Equal([false, true, false, false], "of the interval, the reading, the interval, and the reading once more");
    }

    [Fact]
    public void An_error_reported_before_an_await_is_judged_at_the_end()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("node.error('bad', msg); await promisify(setTimeout)(10); return msg.payload === 1 ? null : { payload: { rssi: -1 } };");
        files.Run(rule, "1").Should().Be("awaits");
        files.Run(rule, "2");

        files.Pass(100).Where(result => !result.EndsWith("awaits", StringComparison.Ordinal))
            .Should().SatisfyRespectively(first => first.Should().Contain("ScriptThrew").And.Contain("bad"), second => second.Should().Be("acme/press-1 {\"rssi\":-1}"));
    }

    [Fact]
    public void A_function_cannot_await_for_more_than_a_minute_and_what_it_awaited_does_not_go_on()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("if (msg.payload === 1) await promisify(setTimeout)(61000); return { payload: { rssi: -msg.payload } };");
        files.Run(rule, "1");
        files.Run(rule, "2");

        files.Pass(59_999).Should().NotContain(result => result.Contains("TimeLimit", StringComparison.Ordinal));
        files.Pass(1).Should().SatisfyRespectively(
            first => first.Should().StartWith("acme/press-1 TimeLimit:").And.Contain("awaited for a minute"), second => second.Should().Be("acme/press-1 {\"rssi\":-2}"));
        files.Pass(60_000).Should().BeEmpty();
        files.Runner.NextDue.Should().BeNull();
    }

    [Fact]
    public void A_reading_that_arrived_long_ago_may_await_too()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("await promisify(setTimeout)(10); await promisify(setTimeout)(10); return { payload: { rssi: -1 } };"));
        files.Now += TimeSpan.FromDays(1);

        files.Pass(20).Should().Contain("acme/press-1 {\"rssi\":-1}");
    }

    [Fact]
    public void Readings_that_wait_are_not_lost_when_a_limit_ends_the_one_before_them()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("await promisify(setTimeout)(10); while (msg.payload === 1) ; return { payload: { rssi: -msg.payload } };", limits: ScriptLimits.Default);
        files.Run(rule, "1");
        files.Run(rule, "2");
        files.Run(rule, "3");

        files.Pass(100).Where(result => !result.EndsWith("awaits", StringComparison.Ordinal)).Should().SatisfyRespectively(
            first => first.Should().MatchRegex("(Statement|Time)Limit", "whichever it reaches first"),
            second => second.Should().Be("acme/press-1 {\"rssi\":-2}"),
            third => third.Should().Be("acme/press-1 {\"rssi\":-3}"));
    }

    [Fact]
    public void Readings_without_an_outcome_run_from_their_beginning_when_the_rule_is_another()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule($"{Counting} await promisify(setTimeout)(10); return {{ payload: {{ rssi: -100 }} }};"), "1");
        var changed = FunctionFiles.Rule($"{Counting} return {{ payload: {{ production_count_good: n, rssi: -msg.payload }} }};");

        files.Run(changed, "2").Should().Be("awaits", "there is one before it");
        files.Pass(100).Should().Equal("acme/press-1 {\"production_count_good\":1,\"rssi\":-1}", "acme/press-1 {\"production_count_good\":2,\"rssi\":-2}");
    }

    [Fact]
    public void A_device_that_is_stopped_gets_no_more_outcomes_and_its_readings_leave_no_trace()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule($"{Counting} await promisify(setTimeout)(10); return {{ payload: {{ production_count_good: n }} }};");
        files.Run(rule);
        files.Run(rule);

        files.Runner.Stop(files.StateOf(), files.Now);
        files.Pass(100).Should().BeEmpty();
        files.StateOf().TryTakeChange(out _, out _).Should().BeFalse();
        files.Run(rule);
        files.Pass(100).Should().Equal("acme/press-1 {\"production_count_good\":1}");
    }

    [Fact]
    public void The_same_reading_again_waits_too_and_is_seen_before_unless_the_first_fails()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule(
            "await promisify(setTimeout)(10); if (msg.payload.fail) throw new Error('x'); return { payload: { rssi: -1 } };", "\"dedupe\": { \"path\": \"id\", \"window\": \"10m\" },");
        foreach (var payload in (string[])["""{"id":1}""", """{"id":1}""", """{"id":2,"fail":true}""", """{"id":2}"""])
        {
            files.Run(rule, payload).Should().Be("awaits");
        }

        files.Pass(100).Where(result => !result.EndsWith("awaits", StringComparison.Ordinal)).Should().SatisfyRespectively(
            first => first.Should().Contain("rssi"),
            same => same.Should().Be("acme/press-1 ignored: seen before"),
            fails => fails.Should().Contain("Error: x"),
            again => again.Should().Contain("rssi"));
        files.Run(rule, """{"id":1}""").Should().Be("ignored: seen before");
    }

    [Fact]
    public void A_reading_that_waits_has_its_payload_judged_as_the_rule_says()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("await promisify(setTimeout)(10); return null;", "\"payload\": \"json\", \"onError\": \"drop\",");
        files.Run(rule);
        files.Run(rule, "no json").Should().Be("awaits");

        files.Pass(100).Should().Contain("acme/press-1 ignored: the rule could not read this payload and drops such readings");
    }

    [Fact]
    public void Where_no_clock_runs_what_is_awaited_is_over_at_once()
    {
        using var files = new FunctionFiles();
        var input = new RuleInput
        {
            Device = new DeviceContext("acme/press-1", "acme", null, []), Topic = "busroot/v1/dau/acme/press-1"u8, Payload = "7"u8, At = FunctionFiles.Arrival, State = files.StateOf(),
        };

        files.Runner.ApplyToItsEnd(FunctionFiles.Rule("await promisify(setTimeout)(50000); return { payload: { rssi: -msg.payload } };"), input, files.Output)
            .Should().BeOfType<RuleOutcome.Produced>();
        files.Output.Count.Should().Be(1);
    }
}
