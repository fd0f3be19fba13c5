using Acornima;
using Acornima.Ast;

namespace Busroot.JavaScript.Tests.Parsing;

public class PositionTests
{
    [Fact]
    public void A_node_spans_its_tokens_without_the_space_around()
    {
        var script = Source.Script("  a + b  ;  ");

        script.Range.Should().Be(new Acornima.Range(0, 12));
        script.Body[0].Range.Should().Be(new Acornima.Range(2, 10));
        ((ExpressionStatement)script.Body[0]).Expression.Range.Should().Be(new Acornima.Range(2, 7));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    public void Lines_count_from_one_and_columns_from_zero_at_every_line_terminator(string newline)
    {
        var code = string.Join(newline, "a", " b", "/* c", "d */ e");

        var last = Source.Script(code).Body[2];

        last.Location.Start.Should().Be(Position.From(4, 5));
        last.Location.End.Should().Be(Position.From(4, 6));
        last.Start.Should().Be(code.Length - 1);
    }

    [Fact]
    public void A_template_over_lines_ends_on_its_last_line()
    {
        var template = Source.Expression<TemplateLiteral>("`a\nb${c}\n  d`");

        template.Location.Should().Be(SourceLocation.From(Position.From(1, 0), Position.From(3, 4)));
        template.Quasis[0].Range.Should().Be(new Acornima.Range(1, 4));
        template.Quasis[1].Location.Should().Be(SourceLocation.From(Position.From(2, 5), Position.From(3, 3)));
    }

    [Fact]
    public void A_parenthesis_belongs_to_the_node_around_not_to_the_one_inside()
    {
        var assignment = Source.Expression<AssignmentExpression>("(a) = (b)");

        assignment.Range.Should().Be(new Acornima.Range(0, 9));
        assignment.Left.Range.Should().Be(new Acornima.Range(1, 2));
        assignment.Right.Range.Should().Be(new Acornima.Range(7, 8));
    }

    [Fact]
    public void Part_of_a_text_is_placed_in_the_whole_text()
    {
        const string Text = "\n\n  a + b; c";

        var script = new Parser().ParseScript(Text, 4, 5, "file.js");

        script.Body.Count.Should().Be(1);
        script.Range.Should().Be(new Acornima.Range(4, 9));
        script.Body[0].Location.Should().Be(SourceLocation.From(Position.From(3, 2), Position.From(3, 7), "file.js"));
    }

    [Fact]
    public void A_part_ends_where_it_ends_even_inside_a_token()
    {
        var script = new Parser().ParseScript("abcdef", 1, 3);

        ((Identifier)((ExpressionStatement)script.Body[0]).Expression).Name.Should().Be("bcd");
    }

    [Theory]
    [InlineData("a b", 1, 2, 2)]
    [InlineData("a\n  b c", 2, 4, 6)]
    [InlineData("let x;\r\nlet x;", 2, 4, 12)]
    [InlineData("f(", 1, 2, 2)]
    [InlineData("`a\n${b c}`", 2, 4, 7)]
    [InlineData("'\n'", 1, 0, 0)]
    [InlineData("/* \n", 1, 0, 0)]
    [InlineData(";\n/(/", 2, 0, 2)]
    public void An_error_tells_line_column_and_offset(string code, int line, int column, int index)
    {
        var parse = () => Source.Script(code);

        var error = parse.Should().Throw<SyntaxErrorException>().Which;
        (error.LineNumber, error.Column, error.Index).Should().Be((line, column, index));
    }

    [Fact]
    public void An_error_names_the_file_when_it_has_a_name()
    {
        var parse = () => new Parser().ParseScript("a b", "rule.js");

        parse.Should().Throw<SyntaxErrorException>().WithMessage("Unexpected identifier 'b' (rule.js:1:2)");
    }

    [Fact]
    public void An_error_carries_the_code_Jint_asks_for()
    {
        var parse = () => Source.Script("1 = 2");

        parse.Should().Throw<ParseErrorException>().Which.Error.Code.Should().Be("InvalidLhsInAssignment");
    }
}
