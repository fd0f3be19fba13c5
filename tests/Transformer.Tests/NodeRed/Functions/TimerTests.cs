namespace Busroot.Transformer.Tests.NodeRed.Functions;

/// <summary>Timers on the service's clock; On Start and On Stop.</summary>
public class TimerTests
{
    [Fact]
    public void A_message_sent_later_leaves_when_its_time_has_come()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("setTimeout(function (a, b) { node.send({ payload: { rssi: -a - b } }) }, 500, 1, 2); return null;");

        files.Run(rule).Should().Be("ignored: the function sent nothing");
        files.Runner.NextDue.Should().Be(FunctionFiles.Arrival.AddMilliseconds(500));
        files.Pass(499).Should().BeEmpty();
        files.Pass(1).Should().Equal("acme/press-1 {\"rssi\":-3}");
        files.Runner.NextDue.Should().BeNull();
    }

    [Fact]
    public void A_callback_has_node_as_this_and_the_clock_at_its_time()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("setTimeout(function () { this.send({ payload: { productive: this === node && new Date().toISOString() === '2026-11-22T08:00:00.500Z' } }) }, 500);"));

        files.Pass(500).Should().Equal("acme/press-1 {\"productive\":1}");
    }

    [Fact]
    public void An_interval_repeats_until_it_is_cleared()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("var n = 0; var t = setInterval(() => { n++; node.send({ payload: { production_count_good: n } }); if (n === 3) clearInterval(t) }, 10);"));

        files.Pass(100).Should().Equal("acme/press-1 {\"production_count_good\":1}", "acme/press-1 {\"production_count_good\":2}", "acme/press-1 {\"production_count_good\":3}");
    }

    [Fact]
    public void The_common_watchdog_works_across_messages()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("clearTimeout(context.get('t')); context.set('t', setTimeout(() => node.send({ payload: { productive: 0 } }), 60000)); return { payload: { productive: 1 } };");

        files.Run(rule).Should().Be("""{"productive":1}""");
        files.Pass(59_000).Should().BeEmpty();
        files.Run(rule).Should().Be("""{"productive":1}""");
        files.Pass(59_000).Should().BeEmpty();
        files.Pass(1_000).Should().Equal("acme/press-1 {\"productive\":0}");
    }

    [Fact]
    public void An_on_start_that_rejects_after_a_timer_fails_the_messages_that_wait_for_it()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("return { payload: { rssi: -1 } };", start: "setInterval(() => {}, 7); await promisify(setTimeout)(10); throw new Error('no config');");

        files.Run(rule);
        files.Pass(50).Count(result => result.Contains("On Start failed", StringComparison.Ordinal) && result.Contains("no config", StringComparison.Ordinal)).Should().Be(2, "On Start and the message");
        files.Run(rule).Should().Contain("On Start failed");
    }

    [Fact]
    public void A_callback_that_fails_while_on_start_awaits_something_else_is_not_its_end()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("return { payload: { rssi: -base } };", start: "setTimeout(() => { throw new Error('aside') }, 5); await promisify(setTimeout)(10); base = 7;");

        files.Run(rule);
        files.Pass(50).Should().Contain("acme/press-1 {\"rssi\":-7}");
    }

    [Fact]
    public void What_a_failing_callback_set_going_does_not_leave_either()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("setTimeout(() => { Promise.resolve().then(() => node.send({ payload: { rssi: -1 } })); throw new Error('x') }, 10);"));

        files.Runner.TryRunDue(files.Now.AddMilliseconds(10), files.Output, out var run);
        run.Outcome.Should().BeOfType<RuleOutcome.Failed>();
        files.Output.Count.Should().Be(0);
    }

    [Fact]
    public void An_error_in_a_callback_is_a_failure_of_its_own()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("setTimeout(() => {\n throw new Error('late') }, 10);"));

        files.Pass(10).Single().Should().StartWith("acme/press-1 ScriptThrew: a/b/rule.js:2:").And.Contain("Error: late");
    }

    [Fact]
    public void A_device_cannot_have_timers_without_end() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule("while (true) setTimeout(() => {}, 1000);")).Should().Contain("100 timers");

    [Fact]
    public void On_start_runs_once_before_the_first_message_and_shares_its_variables()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("base++; return { payload: { production_count_good: base } };", start: "base = 10; context.set('x', 1); node.send({ payload: { rssi: -1 } });");

        files.Run(rule).Should().Be("""{"rssi":-1} {"production_count_good":11}""");
        files.Run(rule).Should().Be("""{"production_count_good":12}""");
    }

    [Fact]
    public void Messages_wait_for_an_on_start_that_waits()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("return { payload: { production_count_good: base } };", start: "await promisify(setTimeout)(50); base = 7;");

        files.Run(rule).Should().Be("awaits");
        files.Pass(50).Should().Contain("acme/press-1 {\"production_count_good\":7}");
    }

    [Fact]
    public void A_new_revision_stops_what_the_old_one_left_running()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("setInterval(() => node.send({ payload: { rssi: -1 } }), 10); return null;"));
        files.Run(FunctionFiles.Rule("return { payload: { rssi: -2 } };"));

        files.Pass(100).Should().BeEmpty();
    }

    [Fact]
    public void On_stop_runs_when_a_device_goes_and_cannot_send()
    {
        var accounts = new Busroot.Transformer.NodeRed.Functions.AccountValues();
        using var files = new FunctionFiles(accounts);
        files.Run(FunctionFiles.Rule("node.on('close', function () { global.set('#:(account)::closed', 1) }); return null;", stop: "global.set('#:(account)::stopped', 1); node.send({ payload: { rssi: -1 } });"));

        files.Runner.Stop(files.StateOf(), files.Now);
        accounts.Keys("acme").Should().Equal("closed", "stopped");
    }

    [Fact]
    public void Examples_let_time_pass()
    {
        using var files = new RuleFiles()
            .With("a/b/rule.json", """{ "description": "a test", "kind": "function" }""")
            .With("a/b/rule.js", "clearTimeout(context.get('t')); context.set('t', setTimeout(() => node.send({ payload: { productive: 0 } }), 60000)); return { payload: { productive: 1 } };")
            .With("a/b/examples.json", """
                [ { "description": "watchdog", "messages": [
                    { "payload": "{}", "at": "2026-01-01T00:00:00Z", "expect": [ { "signals": { "productive": 1 } } ] },
                    { "at": "2026-01-01T00:00:59Z", "expect": [] },
                    { "at": "2026-01-01T00:01:00Z", "expect": [ { "signals": { "productive": 0 } } ] } ] } ]
                """);
        var set = files.Load();

        set.Problems.Should().BeEmpty();
        Busroot.Transformer.Rules.ExampleRunner.Run(set.Rules.Single()).Single().Difference.Should().BeNull();
    }
}
