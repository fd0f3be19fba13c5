using Acornima;
using Acornima.Ast;
using Busroot.JavaScript.Tests.Parsing;

namespace Busroot.JavaScript.Tests.Scopes;

public class OnNodeTests
{
    [Theory]
    [InlineData("var a; let b; const c = 1; class D {} function e() {}", NodeType.Program, "var a; let b c D; fun e")]
    [InlineData("(function f(a, { b: [c] }, ...d) { var e; let g; { var h; let i } function j() {} })", NodeType.FunctionExpression, "var a c d e h; let g; fun j")]
    [InlineData("(a, b = 1) => { var c }", NodeType.ArrowFunctionExpression, "var a b c; let ; fun ")]
    [InlineData("{ let a; var b; function c() {} }", NodeType.BlockStatement, "var b; let a; fun c")]
    [InlineData("try {} catch ({ a }) { let b; var c }", NodeType.CatchClause, "var c; let a b; fun ")]
    [InlineData("for (let a = 0, b;;) { let c }", NodeType.ForStatement, "var ; let a b; fun ")]
    [InlineData("for (const [a] of b) ;", NodeType.ForOfStatement, "var ; let a; fun ")]
    [InlineData("for (var a in b) ;", NodeType.ForInStatement, "var a; let ; fun ")]
    [InlineData("switch (a) { case b: let c; function d() {} }", NodeType.SwitchStatement, "var ; let c; fun d")]
    [InlineData("class A { static { var a; let b } }", NodeType.StaticBlock, "var a; let b; fun ")]
    [InlineData("(class A { m() { var a } })", NodeType.ClassExpression, "var ; let ; fun ")]
    public void The_node_that_opens_a_scope_comes_with_the_names_in_it(string code, NodeType type, string names) =>
        ScopesOf(code).Last(scope => scope.Type == type).Names.Should().Be(names);

    [Fact]
    public void A_name_is_listed_once_however_often_it_is_declared() =>
        ScopesOf("var a; var a; { var a } for (var a;;) ;").Last().Names.Should().Be("var a; let ; fun ");

    [Fact]
    public void Many_names_are_found_as_surely_as_few()
    {
        var names = Enumerable.Range(0, 500).Select(number => "v" + number).ToList();
        var code = "let " + string.Join(", ", names) + ";";

        ScopesOf(code).Last().Names.Should().Be("var ; let " + string.Join(" ", names) + "; fun ");
        Source.Verdict(code + "let v321").Should().Be("Identifier 'v321' has already been declared");
        Source.Verdict(code + "{ var v499 }").Should().Be("Identifier 'v499' has already been declared");
    }

    [Fact]
    public void Children_come_before_their_parents()
    {
        var seen = new HashSet<Node>();
        var options = Source.Options with { OnNode = (Node node, in OnNodeContext _) => Check(node) };

        new Parser(options).ParseScript("class A { m({ a = 1 }, ...b) { for (const c of `x${b}`) (({ d }) => [d, ...c])(a?.e) } }");

        seen.Should().NotBeEmpty();

        void Check(Node node)
        {
            node.ChildNodes.All(seen.Contains).Should().BeTrue();
            seen.Add(node);
        }
    }

    [Fact]
    public void Every_node_of_the_tree_was_announced()
    {
        var seen = new HashSet<Node>();
        var options = Source.Options with { OnNode = (Node node, in OnNodeContext _) => seen.Add(node) };

        var script = new Parser(options).ParseScript("[a, { b: c = 1, ...d }] = async ({ e }, [f]) => { g: for ({ h } of i) `j${k}`; }; 'use strict'");

        Source.Descendants(script).Prepend(script).Should().OnlyContain(node => seen.Contains(node));
    }

    [Fact]
    public void The_whole_text_is_at_hand()
    {
        string? input = null;
        var options = Source.Options with { OnNode = (Node _, in OnNodeContext context) => input = context.Input };

        new Parser(options).ParseScript("  a;  ", 2, 2);

        input.Should().Be("  a;  ");
    }

    private static List<(NodeType Type, string Names)> ScopesOf(string code)
    {
        var scopes = new List<(NodeType, string)>();
        var options = Source.Options with
        {
            OnNode = (Node node, in OnNodeContext context) =>
            {
                if (context.HasScope)
                {
                    scopes.Add((node.Type, $"var {Names(context.Scope.VarVariables)}; let {Names(context.Scope.LexicalVariables)}; fun {Names(context.Scope.Functions)}"));
                }
            },
        };
        new Parser(options).ParseScript(code);
        return scopes;
    }

    private static string Names(ReadOnlySpan<Identifier> identifiers) => string.Join(' ', identifiers.ToArray().Select(identifier => identifier.Name));
}
