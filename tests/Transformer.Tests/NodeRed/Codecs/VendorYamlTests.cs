using System.Text;
using System.Text.Json;
using Busroot.Transformer.NodeRed.Codecs;
using Busroot.Transformer.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.NodeRed.Codecs;

/// <summary>YAML as vendors write it becomes the same values as JSON, each with its place; anything else is a problem with a place.</summary>
public class VendorYamlTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("[0x0A, 0o17, -3, +4, 010, 1.50, .5, 2e3, 1_000]", """[10,15,-3,4,10,1.5,0.5,2000,"1_000"]""")]
    [InlineData("[true, False, yes, 'true', null, ~, Null]", """[true,false,"yes","true",null,null,null]""")]
    [InlineData("a:\nb: ''", """{"a":null,"b":""}""")]
    [InlineData("[.nan, .inf, -.INF, nan]", """[null,null,null,"nan"]""")]
    [InlineData("[2026-11-22, 10:30, 1.2.3, 0x, 0xfg, '5', \"6\", !!str 7, !!int 8]", """["2026-11-22","10:30","1.2.3","0x","0xfg","5","6","7",8]""")]
    [InlineData("- a: |\n    two\n    lines\n  b: >\n    one\n    line\n- 'it''s'\n- \"tab\\t\"", """[{"a":"two\nlines\n","b":"one line\n"},"it's","tab\t"]""")]
    [InlineData("# a comment\n---\nx: # another\n  - y\n...\n", """{"x":["y"]}""")]
    [InlineData("one: &one { n: 1 }\ntwo: *one\nthree: [*one, *one]", """{"one":{"n":1},"two":{"n":1},"three":[{"n":1},{"n":1}]}""")]
    [InlineData("a:\r\n  b: °C\r\n", """{"a":{"b":"°C"}}""")]
    [InlineData("1: x\ntrue: y", """{"1":"x","true":"y"}""")]
    public void Values_are_those_of_the_core_schema(string yaml, string json)
    {
        var (root, problems) = Parse(yaml);

        problems.Should().BeEmpty();
        root!.ToJson()!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Should().Be(json);
    }

    [Fact]
    public void Every_value_knows_its_line_and_column()
    {
        var root = Parse("a: 1\nbb:\n  - x\n  - { c: °, d: y }\n").Root!;

        root.Members[0].Value.At.Should().Be(new SourcePosition(1, 4));
        root.Members[1].At.Should().Be(new SourcePosition(2, 1));
        root.Members[1].Value.Items[0].At.Should().Be(new SourcePosition(3, 5));
        root.Members[1].Value.Items[1].Members[1].At.Should().Be(new SourcePosition(4, 13));
    }

    [Theory]
    [InlineData("a: [1, 2", "2:1: not valid YAML: ")]
    [InlineData("a: 1\n\tb: 2", "1:4: not valid YAML: ")]
    [InlineData("a: b: c", "1:5: not valid YAML: ")]
    [InlineData("a: 'x", "1:4: not valid YAML: ")]
    [InlineData("- 1\nb: 2", "2:1: not valid YAML: ")]
    [InlineData("", "1:1: not valid YAML: the file is empty")]
    [InlineData("# nothing", "the file is empty")]
    [InlineData("a: 1\n---\nb: 2", "2:1: not valid YAML: a second document begins")]
    [InlineData("x: 1\ny: 2\nx: 3", "3:1: not valid YAML: \"x\" is given twice")]
    [InlineData("? [a, b]\n: 1", "1:3: not valid YAML: a key is a text")]
    [InlineData("a: &a 1\nb:\n  <<: *a", "3:3: not valid YAML: merging with <<")]
    [InlineData("a: *b", "1:4: not valid YAML: no value before this one, or around it, is called &b")]
    [InlineData("a: &a [1, *a]", "1:11: not valid YAML: no value before this one, or around it, is called &a")]
    [InlineData("a: !!binary AQID", "1:4: not valid YAML: the tag tag:yaml.org,2002:binary is not read")]
    [InlineData("a: !own { b: 1 }", "1:4: not valid YAML: the tag !own is not read")]
    [InlineData("a:\n  - { b\nc: 1 }\n", "2:3: not valid YAML from here on")]
    [InlineData("%YAML 9.9\n---\na: 1", "not valid YAML: ")]
    public void What_is_no_such_yaml_is_a_problem_with_its_place(string yaml, string expected)
    {
        var (root, problems) = Parse(yaml);

        root.Should().BeNull();
        problems.Should().ContainSingle().Which.Should().Contain(expected);
    }

    [Fact]
    public void Aliases_of_aliases_end_at_a_limit_before_they_are_written_out()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
        {
            yaml.Append('a').Append(i).Append(": &a").Append(i).Append(" [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 10)).Append("]\n");
        }

        Parse(yaml.ToString()).Problems.Should().ContainSingle().Which.Should().MatchRegex(@"^a/b\.yaml:5:\d+: not valid YAML: there are more than 100000 values");
    }

    [Theory]
    [InlineData("[", "")]
    [InlineData("{a: ", "")]
    [InlineData("- ", "")]
    [InlineData("!!seq [", "")]
    [InlineData("? ", "")]
    public void Deep_nesting_ends_at_a_limit(string open, string close)
    {
        var yaml = string.Concat(Enumerable.Repeat(open, 200_000)) + close;

        Parse(yaml).Problems.Should().ContainSingle().Which.Should().Contain("not valid YAML: ");
    }

    [Fact]
    public void Many_values_end_at_a_limit() =>
        Parse("a: [" + string.Concat(Enumerable.Repeat("1,", 200_000)) + "]").Problems.Should().ContainSingle().Which.Should().Contain("more than 100000 values");

    [Fact]
    public void No_text_makes_it_throw()
    {
        const string whole = "# c\nuplinkDecoder: &u\n  examples:\n    - description: 'x'\n      input: { fPort: 1, bytes: [0x01, 2] }\n      output:\n        data: !!map\n          t: |\n            a\n          \"b\": *u\n...\n";
        var pieces = Gen.Elements("[", "]", "{", "}", ": ", "- ", "? ", "\n", "\n  ", "&a ", "*a", "!!str ", "!", "|\n", ">-\n", "'", "\"", "\\x", "#", "%YAML 1.2\n", "---\n", "...", "\t", "<<", ",", "a", "0x1", "\u0000", "\uFEFF", "é", "\uD800", "@", "`");
        var mutated = Gen.ListOf(Gen.Zip(Gen.Choose(0, whole.Length - 1), pieces)).Select(edits => edits.Aggregate(whole, (text, edit) => text.Insert(Math.Min(edit.Item1, text.Length), edit.Item2)));
        var random = Gen.ListOf(pieces).Select(string.Concat);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Gen.OneOf(mutated, random).ToArbitrary(), text =>
        {
            var (root, problems) = Parse(text);
            return root is null ? problems.Count == 1 : problems.Count == 0;
        }));
    }

    private static (SourceNode? Root, List<string> Problems) Parse(string yaml)
    {
        var log = new ProblemLog(new SourceText("a/b.yaml", Encoding.UTF8.GetBytes(yaml)));
        var root = VendorYaml.Parse(new SourceText("a/b.yaml", Encoding.UTF8.GetBytes(yaml)), log);
        return (root, [.. log.Problems.Select(problem => problem.ToString())]);
    }
}
