using Acornima;
using Acornima.Ast;

namespace Busroot.JavaScript.Tests.Parsing;

public class ParserTests
{
    [Fact]
    public void A_directive_keeps_its_text_as_written()
    {
        var directive = (Directive)Source.Script("'use\\x20strict'; 'use strict'").Body[0];

        directive.Value.Should().Be("use\\x20strict");
        ((StringLiteral)directive.Expression).Value.Should().Be("use strict");
    }

    [Theory]
    [InlineData("'use strict'", true)]
    [InlineData("'use\\x20strict'", false)]
    [InlineData("('use strict')", false)]
    [InlineData("'use strict' + 1", false)]
    [InlineData("'other'; 'use strict'", true)]
    [InlineData("; 'use strict'", false)]
    public void A_script_is_strict_when_its_prologue_says_so(string code, bool strict) => Source.Script(code).Strict.Should().Be(strict);

    [Fact]
    public void A_function_body_knows_whether_it_is_strict()
    {
        var functions = Source.Script("function a() { 'use strict'; function b() {} } function c() {}").Body;

        ((FunctionDeclaration)functions[0]).Body.Strict.Should().BeTrue();
        ((FunctionDeclaration)((FunctionDeclaration)functions[0]).Body.Body[1]).Body.Strict.Should().BeTrue();
        ((FunctionDeclaration)functions[1]).Body.Strict.Should().BeFalse();
    }

    [Fact]
    public void A_statement_knows_the_label_in_front_of_it()
    {
        var outer = (LabeledStatement)Source.Script("a: b: for (;;) ;").Body[0];

        outer.LabelSet.Should().BeNull();
        outer.Body.LabelSet!.Name.Should().Be("a");
        ((LabeledStatement)outer.Body).Body.LabelSet!.Name.Should().Be("b");
    }

    [Fact]
    public void A_literal_is_kept_as_written()
    {
        Source.Expression<NumericLiteral>("0x1_F").Raw.Should().Be("0x1_F");
        Source.Expression<StringLiteral>("(\"a\\n\")").Raw.Should().Be("\"a\\n\"");
        Source.Expression<BigIntLiteral>("0b11n").Value.Should().Be(3);
        Source.Expression<NullLiteral>("null").Kind.Should().Be(TokenKind.NullLiteral);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("0", 0)]
    [InlineData("1.", 1)]
    [InlineData(".5e-3", .0005)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("123456789012345678", 123456789012345680)]
    [InlineData("0xFFFFFFFFFFFFFFFF", 18446744073709551616d)]
    [InlineData("0b100000000000000000000000000000000000000000000000000000001", 72057594037927936d)]
    [InlineData("0x20000000000001", 9007199254740992)]
    [InlineData("0x20000000000003", 9007199254740996)]
    [InlineData("0777", 511)]
    [InlineData("0888", 888)]
    [InlineData("08.5", 8.5)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("5e-324", 5e-324)]
    public void A_number_is_rounded_to_the_nearest_double(string literal, double value) =>
        Source.Expression<NumericLiteral>(literal).Value.Should().Be(value);

    [Theory]
    [InlineData("0x", "F")]
    [InlineData("0b", "1")]
    [InlineData("0o", "7")]
    [InlineData("0", "7")]
    [InlineData("9", "9")]
    public void An_endless_number_is_infinity_and_costs_no_more_than_its_length(string prefix, string digit) =>
        Source.Expression<NumericLiteral>(prefix + string.Concat(Enumerable.Repeat(digit, 1_000_000))).Value.Should().Be(double.PositiveInfinity);

    [Fact]
    public void A_regular_expression_is_handed_to_the_callback_instead_of_being_checked()
    {
        var parser = new Parser(ParserOptions.Default with { OnRegExp = (in RegExpParsingContext _) => RegExpParseResult.ForSuccess("matcher", "data") });

        var literal = (RegExpLiteral)((ExpressionStatement)parser.ParseScript("/(/g").Body[0]).Expression;

        literal.RegExp.Pattern.Should().Be("(");
        literal.RegExp.Flags.Should().Be("g");
        literal.Value.Should().Be("matcher");
        literal.ParseResult.AdditionalData.Should().Be("data");
    }

    [Theory]
    [InlineData("let a; let a")]
    [InlineData("'use strict'; 010")]
    [InlineData("'use strict'; delete a")]
    [InlineData("({ __proto__: 1 }); return")]
    [InlineData("'use strict'; with (a) b")]
    [InlineData("break a")]
    [InlineData("/(/")]
    public void A_tolerant_parser_passes_over_errors_that_leave_the_tree_intact(string code)
    {
        var parse = () => new Parser(ParserOptions.Default with { Tolerant = true }).ParseScript(code);

        parse.Should().NotThrow();
    }

    [Fact]
    public void A_tolerant_parser_refuses_what_is_no_program_at_all()
    {
        var parse = () => new Parser(ParserOptions.Default with { Tolerant = true }).ParseScript("a b");

        parse.Should().Throw<ParseErrorException>();
    }

    [Fact]
    public void Options_open_the_top_level_for_eval_and_function_bodies()
    {
        var options = ParserOptions.Default with
        {
            AllowReturnOutsideFunction = true,
            AllowNewTargetOutsideFunction = true,
            AllowSuperOutsideMethod = true,
            CheckPrivateFields = false,
        };

        var parse = () => new Parser(options).ParseScript("super.a; super(); new.target; this.#b; #c in d; return");

        parse.Should().NotThrow();
    }

    [Theory]
    [InlineData("using a = b")]
    [InlineData("import a from 'b' with { c: 'd' }")]
    [InlineData("class A { @b c }")]
    [InlineData("import defer * as a from 'b'")]
    [InlineData("import.source('a')")]
    public void What_is_newer_than_the_edition_is_refused(string code)
    {
        var parse = () => new Parser(ParserOptions.Default with { EcmaVersion = EcmaVersion.ES2024 }).ParseModule(code);

        parse.Should().Throw<ParseErrorException>();
        Source.Verdict(code, module: true).Should().Be("accepted");
    }

    [Theory]
    [InlineData("class A { b = 1 }", EcmaVersion.ES2022)]
    [InlineData("class A { #b() {} }", EcmaVersion.ES2022)]
    [InlineData("class A { static {} }", EcmaVersion.ES2022)]
    [InlineData("'\\8'", EcmaVersion.ES2021)]
    [InlineData("'\u2028'", EcmaVersion.ES2019)]
    public void An_older_edition_refuses_what_came_later(string code, EcmaVersion since)
    {
        var before = () => new Parser(ParserOptions.Default with { EcmaVersion = since - 1 }).ParseScript(code);
        var then = () => new Parser(ParserOptions.Default with { EcmaVersion = since }).ParseScript(code);

        before.Should().Throw<ParseErrorException>();
        then.Should().NotThrow();
    }

    [Fact]
    public void A_byte_order_mark_and_a_hashbang_are_skipped()
    {
        Source.Script("\uFEFF#!node\nvar a").Body.Count.Should().Be(1);
        Source.Verdict(" #!node").Should().Be("Invalid or unexpected token");
    }

    [Fact]
    public void Null_and_bad_parts_are_the_callers_fault()
    {
        var parser = new Parser();

        parser.Invoking(p => p.ParseScript(null!)).Should().Throw<ArgumentNullException>();
        parser.Invoking(p => p.ParseScript("abc", 2, 2)).Should().Throw<ArgumentOutOfRangeException>();
        parser.Invoking(p => p.ParseModule("abc", -1, 2)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
