namespace Busroot.Transformer.Tests.NodeRed.Functions;

/// <summary>What a function returns or sends, and when a message is complete.</summary>
public class ResultTests
{
    private const string A = "{ payload: { rssi: -1 } }";
    private const string B = "{ payload: { rssi: -2 } }";

    [Theory]
    [InlineData("undefined")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("''")]
    [InlineData("false")]
    [InlineData("NaN")]
    [InlineData("[]")]
    [InlineData("[null, undefined, 0]")]
    public void Nothing_is_sent_for(string result) => FunctionFiles.RunOnce(FunctionFiles.Rule($"return {result};")).Should().Be("ignored: the function sent nothing");

    [Theory]
    [InlineData("5", "number")]
    [InlineData("'x'", "string")]
    [InlineData("true", "boolean")]
    [InlineData("Buffer.from('a')", "Buffer")]
    [InlineData("[['s']]", "string")]
    [InlineData("[[0]]", "number")]
    public void A_value_that_is_no_message_is_not_sent_and_said_so(string result, string type)
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule($"return {result};")).Should().StartWith("ignored: what the function sent");
        files.Runner.Warnings.Should().Equal($"Function tried to send a message of type {type}");
    }

    [Theory]
    [InlineData($"[{A}, {B}]", "{\"rssi\":-1} {\"rssi\":-2}")]
    [InlineData($"[[{A}, {B}], null]", "{\"rssi\":-1} {\"rssi\":-2}")]
    [InlineData($"[null, {B}]", "{\"rssi\":-2}")]
    [InlineData($"[[{A}, null, undefined], [{B}]]", "{\"rssi\":-1} {\"rssi\":-2}")]
    public void Arrays_are_outputs_and_messages_in_order(string result, string expected) =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"return {result};", "\"function\": { \"outputs\": 2 },")).Should().Be(expected);

    [Fact]
    public void What_is_sent_to_outputs_that_are_not_there_is_ignored() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"return [{A}, {B}];")).Should().Be("""{"rssi":-1}""");

    [Fact]
    public void A_function_without_outputs_publishes_nothing() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"return {A};", "\"function\": { \"outputs\": 0 },")).Should().StartWith("ignored:");

    [Fact]
    public void A_date_is_a_message_without_a_payload() => FunctionFiles.RunOnce(FunctionFiles.Rule("return new Date(0);")).Should().StartWith("ignored: what");

    [Fact]
    public void The_callers_array_is_left_with_each_entry_in_an_array() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"var a = [{A}]; node.send(a); return {{ payload: {{ rssi: Array.isArray(a[0]) ? -3 : -4 }} }};")).Should().Be("""{"rssi":-1} {"rssi":-3}""");

    [Fact]
    public void What_is_sent_comes_before_what_is_returned_and_does_not_change_afterwards() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"var m = {A}; node.send(m); m.payload.rssi = -9; node.send({B}); return m;")).Should().Be("""{"rssi":-1} {"rssi":-2} {"rssi":-9}""");

    [Fact]
    public void The_id_of_the_message_is_put_on_what_is_returned_and_on_what_is_sent_uncloned() =>
        FunctionFiles.Said($"var m = {A}, n = {A}; m._msgid = n._msgid = 'mine'; node.send([[m]]); node.send(n, false); node.warn([m._msgid, n._msgid === msg._msgid].join()); node.error('x', msg); return null;".Replace("node.error('x', msg); ", "", StringComparison.Ordinal).Replace(A, "{ payload: 1, topic: 'elsewhere' }", StringComparison.Ordinal))
            .Should().Contain("mine,true");

    [Fact]
    public void Node_done_may_be_called_and_ends_nothing() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"node.send({A}); node.done(); node.send({B});")).Should().Be("""{"rssi":-1} {"rssi":-2}""");

    [Theory]
    [InlineData("setTimeout(() => { node.send({ payload: { rssi: -msg.payload } }); node.done(); }, 100);")]
    [InlineData("setTimeout(() => node.send({ payload: { rssi: -msg.payload } }), 100); if (msg.payload === 2) node.done();")]
    public void The_next_message_does_not_wait_for_done_which_a_branch_may_never_call(string body)
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule(body, start: "setInterval(() => {}, 1000);");

        files.Run(rule, "1").Should().Be("ignored: the function sent nothing");
        files.Run(rule, "2").Should().Be("ignored: the function sent nothing");
        files.Pass(500).Should().Equal("acme/press-1 {\"rssi\":-1}", "acme/press-1 {\"rssi\":-2}");
    }

    [Fact]
    public void Done_with_an_error_is_a_failure() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule("node.done(new Error('no')); return null;")).Should().Contain("ScriptThrew").And.Contain("no");

    [Fact]
    public void More_publications_than_allowed_fail_and_none_leaves() =>
        FunctionFiles.RunOnce(FunctionFiles.Rule($"for (var i = 0; i < 200; i++) node.send({A});")).Should().StartWith("OutputLimit");
}
