using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Tests.NodeRed.Functions;

/// <summary>Node, env, RED.util, util, console.</summary>
public class NodeTests
{
    [Fact]
    public void Node_has_its_members() =>
        FunctionFiles.Value("Object.keys(node).sort().join(' ')").Should().Be("\"debug done error id linkcall log name on outputCount path send status trace warn\"");

    [Fact]
    public void Node_knows_its_name_and_outputs()
    {
        using var files = new FunctionFiles();
        files.Run(FunctionFiles.Rule("node.warn(node.id + node.name + node.outputCount); return null;", "\"function\": { \"name\": \"map\", \"outputs\": 3 },"));

        files.Runner.Warnings.Should().Equal("a/bmap3");
    }

    [Fact]
    public void What_is_said_is_kept_whatever_it_is() =>
        FunctionFiles.Said("node.log({ a: 1 }); node.warn(5); node.debug('d'); node.trace([1]); console.log('%s is %d', 'a', 1, { b: 2 }); return null;")
            .Should().Equal("{ a: 1 }", "5", "debug: d", "trace: [ 1 ]", "a is 1 { b: 2 }");

    [Fact]
    public void Status_takes_anything() => FunctionFiles.Said("node.status({ fill: 'red', text: 'x' }); node.status('y'); node.status(3); node.status({}); node.warn('ok'); return null;").Should().Equal("ok");

    [Fact]
    public void Env_gives_the_rules_variables_as_the_device_overrides_them()
    {
        using var files = new FunctionFiles();
        var rule = FunctionFiles.Rule("node.warn([env.get('scale'), env.get('site'), env.get('none'), env.get('NR_NODE_ID'), env.get('PATH')].join('|')); return null;", "\"variables\": { \"scale\": 2, \"site\": \"A\" },");
        files.Apply(rule, "{}", "press-1", ("scale", VariableValue.Of(3)));

        files.Runner.Warnings.Should().Equal("3|A||a/b|");
    }

    [Theory]
    [InlineData("RED.util.generateId().length", "16")]
    [InlineData("RED.util.cloneMessage({ a: [1, { b: 2 }] })", "{\"a\":[1,{\"b\":2}]}")]
    [InlineData("(function () { var a = { b: {} }; a.self = a; var c = RED.util.cloneMessage(a); return c !== a && c.self === c && c.b !== a.b })()", "true")]
    [InlineData("RED.util.getMessageProperty({ a: { b: [5] } }, 'msg.a.b[0]')", "5")]
    [InlineData("(function () { var m = {}; RED.util.setMessageProperty(m, 'a.b', 1, true); return m })()", "{\"a\":{\"b\":1}}")]
    [InlineData("RED.util.getObjectProperty({ a: 1 }, 'a')", "1")]
    [InlineData("(function () { var m = { a: 1 }; RED.util.setObjectProperty(m, 'a', 2); return m })()", "{\"a\":2}")]
    [InlineData("RED.util.compareObjects({ a: [1] }, { a: [1] })", "true")]
    [InlineData("RED.util.compareObjects({ a: [1] }, { a: [2] })", "false")]
    [InlineData("RED.util.ensureString({ a: 1 })", "\"{\\\"a\\\":1}\"")]
    [InlineData("RED.util.ensureBuffer('ab').toString('hex')", "\"6162\"")]
    [InlineData("RED.util.normalisePropertyExpression('a[\"b\"][0]')", "[\"a\",\"b\",0]")]
    [InlineData("RED.util.normaliseNodeTypeName('a-random node type')", "\"aRandomNodeType\"")]
    [InlineData("RED.util.parseContextStore('#:(file)::a')", "{\"store\":\"file\",\"key\":\"a\"}")]
    [InlineData("RED.util.evaluateNodeProperty('12', 'num')", "12")]
    [InlineData("RED.util.evaluateNodeProperty('a', 'msg', node, { a: 3 })", "3")]
    [InlineData("RED.util.encodeObject([1])", "{\"format\":\"array[1]\",\"msg\":\"[1]\"}")]
    [InlineData("RED.util.getSetting === undefined || RED.util.getSetting(node, 'x') === undefined", "true")]
    [InlineData("util.inspect({ a: 1, b: 'x', c: [1, 2], d: { e: { f: { g: 1 } } } })", "\"{ a: 1, b: 'x', c: [ 1, 2 ], d: { e: { f: [Object] } } }\"")]
    [InlineData("util.format('%s %d %i %j %%', 'a', 1.5, 2.7, { b: 1 })", "\"a 1.5 2 {\\\"b\\\":1} %\"")]
    [InlineData("util.isArray([])", "true")]
    [InlineData("util.types.isDate(new Date())", "true")]
    [InlineData("util.isDeepStrictEqual({ a: [1] }, { a: [1] })", "true")]
    [InlineData("new URL('http://h:8080/a/../b?x=1&y=2#f').pathname", "\"/b\"")]
    [InlineData("new URL('/p?q=1', 'https://h/a').href", "\"https://h/p?q=1\"")]
    [InlineData("new URLSearchParams('a=1&b=x%20y&a=2').getAll('a')", "[\"1\",\"2\"]")]
    [InlineData("new URLSearchParams({ a: 'x y' }).toString()", "\"a=x+y\"")]
    [InlineData("escape('a b')", "\"a%20b\"")]
    public void The_sandbox_answers_as_node_reds_does(string expression, string expected) => FunctionFiles.Value(expression).Should().Be(expected);

    [Fact]
    public void A_rule_of_kind_function_is_one() => FunctionFiles.Rule("return msg;").Kind.Should().Be(RuleKind.Function);
}
