using System.Text;
using Busroot.Transformer.NodeRed.Functions;

namespace Busroot.Transformer.Tests.NodeRed.Functions;

/// <summary>Context, flow and global.</summary>
public class ContextTests
{
    [Theory]
    [InlineData("context")]
    [InlineData("flow")]
    [InlineData("global")]
    public void A_value_is_kept_for_each_device(string store)
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule($"var n = ({store}.get('n') || 0) + 1; {store}.set('n', n); return {{ payload: {{ production_count_good: n }} }};");

        files.Run(rule, device: "one");
        files.Run(rule, device: "one").Should().Be("""{"production_count_good":2}""");
        files.Run(rule, device: "two").Should().Be("""{"production_count_good":1}""");
    }

    [Fact]
    public void It_is_stored_with_the_devices_state_and_found_again_by_another_lane()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("var n = (flow.get('n') || 0) + 1; flow.set('n', n); context.set('when', new Date(0)); return { payload: { production_count_good: n } };");
        files.Run(rule);
        Encoding.UTF8.GetString(files.StateOf().Of("a/b").Span).Should().Be("""{"flow":{"n":1},"context":{"when":"1970-01-01T00:00:00.000Z"}}""");

        using var other = new FunctionFiles();
        other.StateOf().Load("a/b", files.StateOf().Of("a/b"));
        other.Run(rule).Should().Be("""{"production_count_good":2}""");
    }

    [Theory]
    [InlineData("context.set('a.b[1].c', 5); return context.get('a')", "{\"b\":[null,{\"c\":5}]}")]
    [InlineData("context.set('a[\"c d\"]', 5); return context.get('a')", "{\"c d\":5}")]
    [InlineData("context.set('a', { b: 1 }); return context.get('a.b')", "1")]
    [InlineData("return context.get('x.y.z') === undefined", "true")]
    [InlineData("context.set('a', 1); context.set('a.b', 2); return context.get('a')", "1")]
    [InlineData("context.set('a', 1); context.set('a', undefined); return context.keys()", "[]")]
    [InlineData("context.set('a', [1, 2, 3]); context.set('a[1]', undefined); return context.get('a')", "[1,3]")]
    [InlineData("context.set(['a', 'b'], [1, 2]); return context.get(['a', 'b'])", "[1,2]")]
    [InlineData("context.set(['a', 'b'], [1]); return context.get(['b', 'a'])", "[null,1]")]
    [InlineData("context.set(['a', 'b'], 7); return context.get(['a', 'b'])", "[7,null]")]
    [InlineData("var o = {}; context.set('o', o); o.x = 1; context.get('o').y = 2; return context.get('o')", "{\"x\":1,\"y\":2}")]
    [InlineData("context.set('a', 1); context.set('b', 1); return context.keys()", "[\"a\",\"b\"]")]
    [InlineData("context.flow.set('a', 1); context.global.set('b', 2); return [flow.get('a'), global.get('b'), context.get('a')]", "[1,2,null]")]
    [InlineData("context.set('a', 1, 'memory'); return context.get('#:(memory)::a')", "1")]
    [InlineData("return flow.get('$parent.a') === undefined", "true")]
    [InlineData("var r; context.set('a', 1, function (e) { context.get('a', function (e, v) { r = [e === undefined, v] }) }); return r", "[true,1]")]
    [InlineData("context.set(['a', 'b'], [1, 2]); var r; context.get(['a', 'b'], 'default', function (e, a, b) { r = a + b }); return r", "3")]
    [InlineData("var r; context.set('k', 1); context.keys(function (e, k) { r = k }); return r", "[\"k\"]")]
    public void Keys_values_and_callbacks_are_as_in_node_red(string body, string expected) =>
        FunctionFiles.Said($"node.warn(JSON.stringify((function () {{ {body} }})())); return null;").Should().Equal(expected);

    [Theory]
    [InlineData("context.get('')", "Invalid context key")]
    [InlineData("context.set(5, 1)", "Invalid context key")]
    [InlineData("context.get('a..b')", "Invalid property expression")]
    [InlineData("context.get('a[')", "Invalid property expression")]
    public void A_key_that_is_none_throws(string body, string expected) => FunctionFiles.RunOnce(FunctionFiles.Rule(body)).Should().Contain(expected);

    [Fact]
    public void An_unknown_store_is_warned_of_once_and_the_default_is_used() =>
        FunctionFiles.Said("context.set('a', 1, 'redis'); context.set('b', 2, 'redis'); node.warn(context.get('a') + context.get('b')); return null;")
            .Should().Equal("there is no context store \"redis\"; the default one is used", "3");

    [Fact]
    public void Live_references_hold_from_message_to_message()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("var list = flow.get('list'); if (!list) { list = []; flow.set('list', list); flow.set('add', function () { return list.length }); } list.push(1); return { payload: { production_count_good: flow.get('add')() } };");

        files.Run(rule);
        files.Run(rule).Should().Be("""{"production_count_good":2}""");
    }

    [Fact]
    public void A_failed_run_leaves_context_as_it_was()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("var o = flow.get('o') || { n: 0 }; o.n++; flow.set('o', o); if (msg.payload.fail) throw new Error('no'); return { payload: { production_count_good: o.n } };");

        files.Run(rule).Should().Be("""{"production_count_good":1}""");
        files.Run(rule, """{"fail":1}""").Should().StartWith("ScriptThrew");
        files.Run(rule).Should().Be("""{"production_count_good":2}""");
    }

    [Fact]
    public void Context_that_grows_too_large_or_holds_itself_fails()
    {
        FunctionFiles.RunOnce(FunctionFiles.Rule("flow.set('a', 'x'.repeat(70000))")).Should().StartWith("StateLimit");
        FunctionFiles.RunOnce(FunctionFiles.Rule("var a = {}; a.a = a; flow.set('a', a)")).Should().StartWith("InvalidState").And.Contain("holds itself");
    }

    [Fact]
    public void The_devices_of_an_account_share_a_store_and_a_failed_run_does_not_write_to_it()
    {
        var accounts = new AccountValues();
        using var one = new FunctionFiles(accounts);
        using var other = new FunctionFiles(accounts);
        var rule = FunctionFiles.Rule("var n = (flow.get('#:(account)::n') || 0) + 1; flow.set('#:(account)::n', n); if (msg.payload.fail) throw 'x'; return { payload: { production_count_good: n } };");

        one.Run(rule, device: "one").Should().Be("""{"production_count_good":1}""");
        one.Run(rule, """{"fail":1}""", device: "one");
        other.Run(rule, device: "two").Should().Be("""{"production_count_good":2}""");
        accounts.Keys("acme").Should().Equal("n");
        accounts.Get("other", "n").Should().BeNull();
    }

    [Fact]
    public void An_account_cannot_store_without_end()
    {
        var accounts = new AccountValues();
        var tooMuch = () => accounts.Set("acme", "a", new string('x', AccountValues.MostCharacters));

        tooMuch.Should().Throw<ArgumentException>();
        accounts.Get("acme", "a").Should().BeNull();
    }
}
