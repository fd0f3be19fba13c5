using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Tests.NodeRed.Functions;

/// <summary>With the silent ends of Node-RED made loud, and the limits of a run.</summary>
public class ErrorTests
{
    [Theory]
    [InlineData("throw new Error('bad')", "Error: bad")]
    [InlineData("throw new TypeError('bad')", "TypeError: bad")]
    [InlineData("throw 'bad'", "bad")]
    [InlineData("throw 42", "42")]
    [InlineData("throw { code: 7 }", "{\"code\":7}")]
    [InlineData("throw ''", "threw an empty text")]
    [InlineData("throw undefined", "threw undefined")]
    [InlineData("throw null", "threw null")]
    [InlineData("await null; throw new Error('later')", "Error: later")]
    [InlineData("await null; throw ''", "threw an empty text")]
    [InlineData("return Promise.reject(new Error('rejected'))", "Error: rejected")]
    [InlineData("await new Promise(() => {})", "awaits a promise that never settles")]
    public void What_is_thrown_is_a_failure(string body, string expected) => FunctionFiles.RunOnce(FunctionFiles.Rule(body)).Should().StartWith("ScriptThrew:").And.Contain(expected);

    [Fact]
    public void What_was_thrown_after_an_await_has_its_place() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule("await null;\nfoo();")).Should().StartWith("ScriptThrew: a/b/rule.js:2:1: ReferenceError");

    [Fact]
    public void What_was_sent_before_a_failure_does_not_leave() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule("node.send({ payload: { rssi: -1 } }); throw new Error('bad');")).Should().StartWith("ScriptThrew");

    [Fact]
    public void An_error_with_a_message_is_a_failure_and_does_not_stop_the_function()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("node.error('bad value', msg); node.warn('still here'); return null;")).Should().Contain("ScriptThrew").And.Contain("bad value");
        files.Runner.Warnings.Should().Equal("bad value", "still here");
    }

    [Fact]
    public void An_error_without_a_message_is_only_said() => FunctionFiles.Said("node.error('just so'); return null;").Should().Equal("just so");

    [Fact]
    public void An_error_with_signals_beside_it_publishes_them() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule("node.error('partly', msg); return { payload: { rssi: -1 } };")).Should().Be("""{"rssi":-1}""");

    [Fact]
    public void A_failed_start_fails_every_message_and_says_why()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("return { payload: { rssi: -1 } };", start: "throw new Error('no config')");

        files.Run(rule).Should().StartWith("ScriptThrew: On Start failed, so no message is run").And.Contain("a/b/start.js:1:").And.Contain("no config");
        files.Run(rule).Should().Contain("On Start failed");
    }

    [Fact]
    public void A_function_that_runs_for_ever_is_stopped_and_leaves_others_their_memory()
    {
        using var files = new FunctionFiles();
        var good = FunctionFiles.Rule("c = (typeof c === 'undefined' ? 0 : c) + 1; return { payload: { production_count_good: c } };", id: "a/good", limits: ScriptLimits.Default);
        var bad = FunctionFiles.Rule("while (true) ;", id: "a/bad", limits: ScriptLimits.Default);
        files.Run(good, device: "one");

        files.Run(bad, device: "two").Should().StartWith("StatementLimit");
        files.Run(bad, device: "two").Should().StartWith("StatementLimit");
        files.Run(good, device: "one").Should().Be("""{"production_count_good":2}""");
    }

    [Theory]
    [InlineData("function f() { return f() } f()", "RecursionLimit")]
    [InlineData("var a = []; while (true) a.push('x'.repeat(1000))", "MemoryLimit")]
    [InlineData("while (true) await null", "StatementLimit")]
    [InlineData("Buffer.alloc(1e9)", "MemoryLimit")]
    public void Limits_end_a_run(string body, string fault) => FunctionFiles.RunOnce(FunctionFiles.Rule(body, limits: ScriptLimits.Default)).Should().StartWith(fault);

    [Theory]
    [InlineData("var _ = require('lodash');\nreturn msg;", "a/b/rule.js:1:9: require(): modules of Node.js and npm are not available")]
    [InlineData("return node.linkcall('x', msg);", "node.linkcall")]
    [InlineData("var os = global.get('os');", "global.get(\"os\")")]
    [InlineData("msg.res.send(1);", "msg.res: a reading comes over MQTT")]
    [InlineData("RED.nodes.getNode('x');", "RED.nodes: of RED there is only RED.util")]
    [InlineData("await fetch('http://x');", "fetch(): a rule has no network")]
    [InlineData("eval('1');", "eval(): code cannot be made from text")]
    [InlineData("new Function('return 1')();", "new Function(): code cannot be made")]
    [InlineData("await import('fs');", "import(): modules")]
    [InlineData("node.on('input', function () {});", "the function itself is the listener")]
    [InlineData("String.prototype.pad = function () {};", "built-in objects cannot be extended")]
    [InlineData("RED.util.evaluateJSONataExpression(x);", "JSONata is not available")]
    [InlineData("flow = {};", "assigns to flow")]
    [InlineData("var n = 10n;", "BigInt")]
    public void What_cannot_work_is_named_at_load(string body, string expected) => FunctionFiles.Problems(body).Should().Contain(problem => problem.Contains(expected));

    [Theory]
    [InlineData("function require(x) { return x } return require({ payload: { rssi: -1 } });")]
    [InlineData("var n = global.get('counter'); return { payload: { rssi: -1 } };")]
    [InlineData("if (typeof fetch === 'function') { } return { payload: { rssi: -1 } };")]
    public void What_only_looks_like_it_is_not(string body) => FunctionFiles.RunOnce(FunctionFiles.Rule(body)).Should().Be("""{"rssi":-1}""");
}
