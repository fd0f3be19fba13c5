namespace Busroot.Transformer.Tests.NodeRed.Functions;

/// <summary>The wrapper, the scope, the variables nobody declared.</summary>
public class FunctionBodyTests
{
    [Fact]
    public void A_body_gets_a_message_and_returns_it()
    {
        var rule = FunctionFiles.Rule("msg.payload = { production_complete_good: msg.payload.c1 };\nreturn msg;");

        FunctionFiles.RunOnce(rule, """{"c1":5}""").Should().Be("""{"production_complete_good":5}""");
    }

    [Fact]
    public void A_body_is_sloppy_and_returns_at_its_top_and_this_is_the_global_object()
    {
        FunctionFiles.Value("[typeof this, this === globalThis, (function () { return this === globalThis })(), 010]").Should().Be("[\"object\",true,true,8]");
        FunctionFiles.Value("with_()\nfunction with_() { with ({ a: 3 }) { return a } }").Should().Be("3");
    }

    [Fact]
    public void A_body_ends_in_a_comment_without_harm() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule("return { payload: { rssi: -60 } } // done")).Should().Be("""{"rssi":-60}""");

    [Fact]
    public void An_undeclared_variable_persists_between_the_messages_of_a_device_and_no_other_device_sees_it()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("if (typeof c === 'undefined') c = 0;\nc++;\nreturn { payload: { production_count_good: c } };");

        files.Run(rule, device: "one").Should().Be("""{"production_count_good":1}""");
        files.Run(rule, device: "one").Should().Be("""{"production_count_good":2}""");
        files.Run(rule, device: "two").Should().Be("""{"production_count_good":1}""");
        files.Run(rule, device: "one").Should().Be("""{"production_count_good":3}""");
    }

    [Fact]
    public void Reading_an_undeclared_variable_before_it_is_set_throws_and_can_be_caught()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("try { c = c + 1 } catch (e) { c = 1 }\nreturn { payload: { production_count_good: c } };");

        files.Run(rule).Should().Be("""{"production_count_good":1}""");
        files.Run(rule).Should().Be("""{"production_count_good":2}""");
    }

    [Fact]
    public void Variables_made_through_this_or_by_an_inner_function_stay_with_their_device_too()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("this.seen = (this.seen || 0) + 1; (function () { inner = seen })();\nreturn { payload: { production_count_good: inner } };");

        files.Run(rule, device: "one");
        files.Run(rule, device: "one").Should().Be("""{"production_count_good":2}""");
        files.Run(rule, device: "two").Should().Be("""{"production_count_good":1}""");
    }

    [Fact]
    public void Two_rules_do_not_see_each_others_undeclared_variables()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("secret = 5; return { payload: { rssi: -1 } };", id: "a/b"));

        files.Run(FunctionFiles.Rule("return { payload: { rssi: typeof secret === 'undefined' ? -2 : -3 } };", id: "a/c")).Should().Be("""{"rssi":-2}""");
    }

    [Fact]
    public void A_body_that_declares_a_name_elsewhere_still_keeps_the_undeclared_one_apart()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("function f () { var c = 9; return c }\nc = (typeof c === 'undefined' ? 0 : c) + 1; f();\nreturn { payload: { production_count_good: c } };");

        files.Run(rule, device: "one");
        files.Run(rule, device: "two").Should().Be("""{"production_count_good":1}""");
        files.Run(rule, device: "one").Should().Be("""{"production_count_good":2}""");
    }

    [Fact]
    public void The_global_names_are_those_of_node_red()
    {
        const string names = "['console','util','Buffer','URL','URLSearchParams','Date','RED','context','flow','global','env','setTimeout','clearTimeout','setInterval','clearInterval','promisify','node','escape','unescape']";
        FunctionFiles.Value($"{names}.filter(name => !(name in globalThis))").Should().Be("[]");
    }

    [Theory]
    [InlineData("require")]
    [InlineData("process")]
    [InlineData("fetch")]
    [InlineData("structuredClone")]
    [InlineData("TextEncoder")]
    [InlineData("TextDecoder")]
    [InlineData("setImmediate")]
    [InlineData("queueMicrotask")]
    [InlineData("atob")]
    [InlineData("btoa")]
    [InlineData("crypto")]
    [InlineData("performance")]
    [InlineData("AbortController")]
    public void A_name_that_node_red_does_not_have_is_not_here_either(string name) => FunctionFiles.Value($"typeof {name}").Should().Be("\"undefined\"");

    [Fact]
    public void Errors_name_the_authors_line_and_column()
    {
        var rule = FunctionFiles.Rule("var a = 1;\n  foo();\nreturn msg;");

        FunctionFiles.RunOnce(rule).Should().StartWith("ScriptThrew: a/b/rule.js:2:3: ReferenceError: foo is not defined in \"foo();\"");
    }

    [Fact]
    public void A_syntax_error_is_a_problem_at_load_with_the_authors_line() =>
        FunctionFiles.Problems("var a = 1;\nvar = 2;").Single().Should().StartWith("a/b/rule.js:2:5: SyntaxError");

    [Fact]
    public void Members_put_on_node_stay_with_their_device()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("node.count = (node.count || 0) + 1;\nreturn { payload: { production_count_good: node.count } };");

        files.Run(rule, device: "one");
        files.Run(rule, device: "one").Should().Be("""{"production_count_good":2}""");
        files.Run(rule, device: "two").Should().Be("""{"production_count_good":1}""");
    }

    [Fact]
    public void A_function_cannot_change_what_others_share()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("var p = Object.getPrototypeOf([]); p.last = 1; var m = Math; m.abs = null; arguments.callee.kept = 1; return null;", id: "a/b"));

        files.Run(FunctionFiles.Rule("return { payload: { rssi: [].last === undefined && Math.abs(1) === 1 ? -1 : -2 } };", id: "a/c")).Should().Be("""{"rssi":-1}""");
    }
}
