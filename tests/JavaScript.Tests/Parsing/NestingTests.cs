using Acornima;

namespace Busroot.JavaScript.Tests.Parsing;

/// <summary>Hostile depth. Each case runs on a thread with the smallest stack .NET gives anywhere (musl: 1.5 MB).</summary>
public class NestingTests
{
    private const int Hostile = 100_000;
    private const int SmallStack = 1536 * 1024;

    public static TheoryData<string, string, string, string> Shapes => new()
    {
        { "parentheses", "(", "a", ")" },
        { "arrays", "[", "", "]" },
        { "objects", "({a:", "1", "})" },
        { "blocks", "{", "", "}" },
        { "functions", "(function(){", "", "})" },
        { "function declarations", "function f(){", "", "}" },
        { "arrow functions", "a=>", "a", "" },
        { "async arrow functions", "async()=>", "a", "" },
        { "arrow bodies", "()=>{", "", "}" },
        { "default parameters", "(a=", "1", ")=>a" },
        { "classes", "(class{m(){", "", "}})" },
        { "class heritage", "class extends (", "a", "){}" },
        { "class fields", "(class{a=", "1", "})" },
        { "static blocks", "class A{static{", "", "}}" },
        { "templates", "`${", "a", "}`" },
        { "signs", "- ", "a", "" },
        { "negations", "!", "a", "" },
        { "typeofs", "typeof ", "a", "" },
        { "increments", "++", "a", "" },
        { "conditionals", "a?b:", "a", "" },
        { "conditional middles", "a?", "b", ":c" },
        { "assignments", "a=", "b", "" },
        { "exponents", "a**", "b", "" },
        { "news", "new ", "a", "" },
        { "calls in arguments", "f(", "a", ")" },
        { "brackets", "a[", "b", "]" },
        { "ifs", "if(a)", ";", "" },
        { "elses", "if(a);else ", ";", "" },
        { "loops", "for(;;)", ";", "" },
        { "whiles", "while(a)", ";", "" },
        { "dos", "do ", ";", " while(a)" },
        { "withs", "with(a)", ";", "" },
        { "switches", "switch(a){case b:", "", "}" },
        { "tries", "try{", "", "}finally{}" },
        { "array patterns", "[", "a", "]=b" },
        { "declared patterns", "var [", "a", "]=b" },
        { "object patterns", "var {a:", "b", "}=c" },
        { "imports", "import(", "a", ")" },
        { "yields", "function*g(){", "", "}" },
        { "spreads", "[...", "a", "]" },
        { "binary chain", "a+", "a", "" },
        { "logical chain", "a&&", "a", "" },
        { "member chain", "", "a", ".a" },
        { "call chain", "", "a", "()" },
        { "optional chain", "", "a", "?.a" },
        { "tag chain", "", "a", "``" },
        { "regular expression groups", "", "/" + new string('(', Hostile) + "/", "" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Hostile_nesting_ends_in_a_parse_error(string shape, string open, string middle, string close)
    {
        var code = Repeat(open) + middle + Repeat(close);

        var error = OnSmallStack(() => Source.Script(code));

        error.Should().BeAssignableTo<ParseErrorException>("of {0}", shape);
    }

    [Theory]
    [InlineData("var [", "a", "]=b")]
    [InlineData("({a:", "b", "}={})")]
    [InlineData("[", "a", "]=b")]
    [InlineData("f(", "a", ")")]
    [InlineData("(function(){", "", "})")]
    [InlineData("(class{m(){", "", "}})")]
    [InlineData("`${", "a", "}`")]
    [InlineData("a?b:", "a", "")]
    public void Nesting_that_people_write_is_accepted(string open, string middle, string close)
    {
        var code = Prefix(open, 150) + middle + string.Concat(Enumerable.Repeat(close, close.EndsWith("=b", StringComparison.Ordinal) ? 1 : 150));
        code = close == "]=b" ? Prefix("[", 150) + "a" + new string(']', 150) + "=b" : close == "}={})" ? "(" + Prefix("{a:", 150) + "b" + new string('}', 150) + "={})" : code;

        OnSmallStack(() => Source.Script(code)).Should().BeNull();
    }

    [Fact]
    public void A_parser_is_good_for_another_text_after_an_error()
    {
        var parser = new Parser();
        var parse = () => parser.ParseScript("function f(a) { { let b; (((class { #x; m() { `${");
        parse.Should().Throw<ParseErrorException>();

        parser.ParseScript("let b; function f() {}").Body.Count.Should().Be(2);
    }

    [Fact]
    public void Many_names_inside_many_blocks_do_not_cost_their_product()
    {
        var names = string.Join(",", Enumerable.Range(0, 20_000).Select(number => "v" + number));
        var code = Prefix("{", 400) + "var " + names + new string('}', 400) + "let v19999";
        var before = GC.GetAllocatedBytesForCurrentThread();

        Source.Verdict(code).Should().Be("Identifier 'v19999' has already been declared");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100_000_000);
    }

    [Fact]
    public void Whatever_is_accepted_can_be_walked()
    {
        var code = string.Concat(Enumerable.Repeat("a+", 900)) + "a" + string.Concat(Enumerable.Repeat(".b", 900));

        OnSmallStack(() => new AstVisitor().Visit(Source.Script(code))).Should().BeNull();
    }

    private static string Repeat(string text) => Prefix(text, Hostile);

    private static string Prefix(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static Exception? OnSmallStack(Func<object?> action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => { action(); }), SmallStack);
        thread.Start();
        thread.Join();
        return thrown;
    }
}
