using Acornima;
using Acornima.Ast;
using Busroot.JavaScript.Tests.Parsing;

namespace Busroot.JavaScript.Tests.Ast;

public class ChildNodesTests
{
    [Fact]
    public void A_leaf_has_no_children()
    {
        Source.Expression<Identifier>("a").ChildNodes.IsEmpty().Should().BeTrue();
        Source.Expression<ThisExpression>("this").ChildNodes.Should().BeEmpty();
    }

    [Fact]
    public void Holes_and_absent_children_are_left_out()
    {
        Source.Expression<ArrayExpression>("[, a, , b, ]").ChildNodes.Should().HaveCount(2);
        Source.Script("for (;;) ;").Body[0].ChildNodes.Should().ContainSingle();
    }

    [Fact]
    public void A_template_alternates_text_and_expressions() =>
        Source.Expression<TemplateLiteral>("`a${b}c${d}e`").ChildNodes.Select(node => node.Type).Should().Equal(
            NodeType.TemplateElement, NodeType.Identifier, NodeType.TemplateElement, NodeType.Identifier, NodeType.TemplateElement);

    [Fact]
    public void A_shorthand_is_one_child() =>
        Source.Expression<ObjectExpression>("({ a })").Properties[0].ChildNodes.Should().ContainSingle();

    [Fact]
    public void A_list_can_be_read_by_index_by_span_and_in_turn()
    {
        var list = Source.Expression<CallExpression>("f(a, b, c)").Arguments;

        list.Count.Should().Be(3);
        list.AsSpan().ToArray().Should().Equal(list);
        list[2].Should().BeOfType<Identifier>();
        list.Invoking(l => l[3]).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_visitor_reaches_every_node()
    {
        var script = Source.Script("class A { #b = ({ c, d: [e] }) => { switch (f) { case g: `h${i}`; } } }");
        var visitor = new Counter();

        visitor.Visit(script);

        visitor.Count.Should().Be(Source.Descendants(script).Count() + 1);
    }

    private sealed class Counter : AstVisitor
    {
        public int Count { get; private set; }

        public override object? Visit(Node node)
        {
            Count++;
            return base.Visit(node);
        }
    }
}
