using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Tests.Payloads;

/// <summary>The examples of RFC 9535, section by section.</summary>
public class JsonQueryTests
{
    private const string Store = """
        { "store": { "book": [
            { "category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95 },
            { "category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99 },
            { "category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99 },
            { "category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99 } ],
          "bicycle": { "color": "red", "price": 399 } } }
        """;

    private const string Filters = """
        { "a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}], "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}, "e": "f" }
        """;

    private const string Descendants = """{ "o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]] }""";

    [Theory]
    [InlineData("$.store.book[*].author", """["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]""")]
    [InlineData("$..author", """["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]""")]
    [InlineData("$.store.*", """[[{"category":"reference","author":"Nigel Rees","title":"Sayings of the Century","price":8.95},{"category":"fiction","author":"Evelyn Waugh","title":"Sword of Honour","price":12.99},{"category":"fiction","author":"Herman Melville","title":"Moby Dick","isbn":"0-553-21311-3","price":8.99},{"category":"fiction","author":"J. R. R. Tolkien","title":"The Lord of the Rings","isbn":"0-395-19395-8","price":22.99}],{"color":"red","price":399}]""")]
    [InlineData("$.store..price", "[8.95,12.99,8.99,22.99,399]")]
    [InlineData("$..book[2].author", """["Herman Melville"]""")]
    [InlineData("$..book[2].publisher", "[]")]
    [InlineData("$..book[-1].title", """["The Lord of the Rings"]""")]
    [InlineData("$..book[0,1].title", """["Sayings of the Century","Sword of Honour"]""")]
    [InlineData("$..book[:2].title", """["Sayings of the Century","Sword of Honour"]""")]
    [InlineData("$..book[?@.isbn].title", """["Moby Dick","The Lord of the Rings"]""")]
    [InlineData("$..book[?@.price<10].title", """["Sayings of the Century","Moby Dick"]""")]
    public void Section_1_5_overview(string path, string values) => Query(Store, path).Should().Be(values);

    [Fact]
    public void Section_1_5_all_member_values_and_array_elements()
    {
        JsonPath.TryParse("$..*", out var path, out _).Should().BeTrue();
        using var document = JsonDocument.Parse(Store);
        var found = new List<JsonElement>();

        path.AsQuery().TryEvaluate(document.RootElement, found).Should().BeTrue();

        found.Should().HaveCount(1 + 2 + 4 + (4 + 4 + 5 + 5) + 2);
    }

    [Theory]
    [InlineData("""{ "o": {"j j": {"k.k": 3}}, "'": {"@": 2} }""", "$.o['j j']", """[{"k.k":3}]""")]
    [InlineData("""{ "o": {"j j": {"k.k": 3}}, "'": {"@": 2} }""", "$.o['j j']['k.k']", "[3]")]
    [InlineData("""{ "o": {"j j": {"k.k": 3}}, "'": {"@": 2} }""", "$.o[\"j j\"][\"k.k\"]", "[3]")]
    [InlineData("""{ "o": {"j j": {"k.k": 3}}, "'": {"@": 2} }""", "$[\"'\"][\"@\"]", "[2]")]
    [InlineData("""{"k": "v"}""", "$", """[{"k":"v"}]""")]
    [InlineData("""{ "o": {"j": 1, "k": 2}, "a": [5, 3] }""", "$[*]", """[{"j":1,"k":2},[5,3]]""")]
    [InlineData("""{ "o": {"j": 1, "k": 2}, "a": [5, 3] }""", "$.o[*]", "[1,2]")]
    [InlineData("""{ "o": {"j": 1, "k": 2}, "a": [5, 3] }""", "$.o[*, *]", "[1,2,1,2]")]
    [InlineData("""{ "o": {"j": 1, "k": 2}, "a": [5, 3] }""", "$.a[*]", "[5,3]")]
    [InlineData("""["a","b"]""", "$[1]", """["b"]""")]
    [InlineData("""["a","b"]""", "$[-2]", """["a"]""")]
    [InlineData("""["a","b","c","d","e","f","g"]""", "$[1:3]", """["b","c"]""")]
    [InlineData("""["a","b","c","d","e","f","g"]""", "$[5:]", """["f","g"]""")]
    [InlineData("""["a","b","c","d","e","f","g"]""", "$[1:5:2]", """["b","d"]""")]
    [InlineData("""["a","b","c","d","e","f","g"]""", "$[5:1:-2]", """["f","d"]""")]
    [InlineData("""["a","b","c","d","e","f","g"]""", "$[::-1]", """["g","f","e","d","c","b","a"]""")]
    [InlineData("""["a","b","c","d","e","f","g"]""", "$[0, 3]", """["a","d"]""")]
    [InlineData("""["a","b","c","d","e","f","g"]""", "$[0:2, 5]", """["a","b","f"]""")]
    [InlineData("""["a","b","c","d","e","f","g"]""", "$[0, 0]", """["a","a"]""")]
    [InlineData("""["a"]""", "$[::0]", "[]")]
    [InlineData("""["a"]""", "$[-9:9]", """["a"]""")]
    [InlineData("""{ "a": null, "b": [null], "c": [{}], "null": 1 }""", "$.a", "[null]")]
    [InlineData("""{ "a": null, "b": [null], "c": [{}], "null": 1 }""", "$.a[0]", "[]")]
    [InlineData("""{ "a": null, "b": [null], "c": [{}], "null": 1 }""", "$.a.d", "[]")]
    [InlineData("""{ "a": null, "b": [null], "c": [{}], "null": 1 }""", "$.b[0]", "[null]")]
    [InlineData("""{ "a": null, "b": [null], "c": [{}], "null": 1 }""", "$.b[*]", "[null]")]
    [InlineData("""{ "a": null, "b": [null], "c": [{}], "null": 1 }""", "$.b[?@]", "[null]")]
    [InlineData("""{ "a": null, "b": [null], "c": [{}], "null": 1 }""", "$.b[?@==null]", "[null]")]
    [InlineData("""{ "a": null, "b": [null], "c": [{}], "null": 1 }""", "$.c[?@.d==null]", "[]")]
    [InlineData("""{ "a": null, "b": [null], "c": [{}], "null": 1 }""", "$.null", "[1]")]
    public void Section_2_3_and_2_6_selectors_and_null(string json, string path, string values) => Query(json, path).Should().Be(values);

    [Theory]
    [InlineData("$.a[?@.b == 'kilo']", """[{"b":"kilo"}]""")]
    [InlineData("$.a[?(@.b == 'kilo')]", """[{"b":"kilo"}]""")]
    [InlineData("$.a[?@>3.5]", "[5,4,6]")]
    [InlineData("$.a[?@.b]", """[{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]""")]
    [InlineData("$[?@.*]", """[[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}],{"p":1,"q":2,"r":3,"s":5,"t":{"u":6}}]""")]
    [InlineData("$[?@[?@.b]]", """[[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]]""")]
    [InlineData("$.o[?@<3, ?@<3]", "[1,2,1,2]")]
    [InlineData("$.a[?@<2 || @.b == \"k\"]", """[1,{"b":"k"}]""")]
    [InlineData("$.a[?match(@.b, \"[jk]\")]", """[{"b":"j"},{"b":"k"}]""")]
    [InlineData("$.a[?search(@.b, \"[jk]\")]", """[{"b":"j"},{"b":"k"},{"b":"kilo"}]""")]
    [InlineData("$.o[?@>1 && @<4]", "[2,3]")]
    [InlineData("$.o[?@.u || @.x]", """[{"u":6}]""")]
    [InlineData("$.a[?@.b == $.x]", "[3,5,1,2,4,6]")]
    [InlineData("$.a[?@ == @]", """[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]""")]
    [InlineData("$.a[?!@.b]", "[3,5,1,2,4,6]")]
    [InlineData("$.a[?length(@.b) == 4]", """[{"b":"kilo"}]""")]
    [InlineData("$.a[?count(@.*) == 1]", """[{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]""")]
    [InlineData("$.a[?value(@..b) == 'j']", """[{"b":"j"}]""")]
    public void Section_2_3_5_and_2_4_filters_and_functions(string path, string values) => Query(Filters, path).Should().Be(values);

    [Theory]
    [InlineData("$.absent1 == $.absent2", true)]
    [InlineData("$.absent1 <= $.absent2", true)]
    [InlineData("$.absent == 'g'", false)]
    [InlineData("$.absent1 != $.absent2", false)]
    [InlineData("$.absent != 'g'", true)]
    [InlineData("1 <= 2", true)]
    [InlineData("1 > 2", false)]
    [InlineData("13 == '13'", false)]
    [InlineData("'a' <= 'b'", true)]
    [InlineData("'a' > 'b'", false)]
    [InlineData("$.obj == $.arr", false)]
    [InlineData("$.obj != $.arr", true)]
    [InlineData("$.obj == $.obj", true)]
    [InlineData("$.obj != $.obj", false)]
    [InlineData("$.arr == $.arr", true)]
    [InlineData("$.arr != $.arr", false)]
    [InlineData("$.obj == 17", false)]
    [InlineData("$.obj != 17", true)]
    [InlineData("$.obj <= $.arr", false)]
    [InlineData("$.obj < $.arr", false)]
    [InlineData("$.obj <= $.obj", true)]
    [InlineData("$.arr <= $.arr", true)]
    [InlineData("1 <= $.arr", false)]
    [InlineData("1 >= $.arr", false)]
    [InlineData("1 > $.arr", false)]
    [InlineData("1 < $.arr", false)]
    [InlineData("true <= true", true)]
    [InlineData("true > true", false)]
    [InlineData("1 == 1.0", true)]
    public void Table_11_comparisons(string comparison, bool holds) =>
        Query("""{ "obj": {"x": "y"}, "arr": [2, 3], "one": [0] }""", $"$.one[?{comparison}]").Should().Be(holds ? "[0]" : "[]");

    [Theory]
    [InlineData("$..j", "[1,4]")]
    [InlineData("$..[0]", """[5,{"j":4}]""")]
    [InlineData("$..o", """[{"j":1,"k":2}]""")]
    [InlineData("$.o..[*, *]", "[1,2,1,2]")]
    [InlineData("$..*", """[{"j":1,"k":2},[5,3,[{"j":4},{"k":6}]],1,2,5,3,[{"j":4},{"k":6}],{"j":4},{"k":6},4,6]""")]
    [InlineData("$..[*]", """[{"j":1,"k":2},[5,3,[{"j":4},{"k":6}]],1,2,5,3,[{"j":4},{"k":6}],{"j":4},{"k":6},4,6]""")]
    [InlineData("$.a..[0, 1]", """[5,3,{"j":4},{"k":6}]""")]
    public void Section_2_5_2_descendants(string path, string values) => Query(Descendants, path).Should().Be(values);

    [Theory]
    [InlineData("$[?length(@) < 3]", """[{"timezone":"Europe/Rome","x":[1,2,3]},{"color":"red"}]""")]
    [InlineData("$[?count(@.*) == 1]", """[{"color":"red"}]""")]
    [InlineData("$[?match(@.timezone, 'Europe/.*')]", """[{"timezone":"Europe/Rome","x":[1,2,3]}]""")]
    [InlineData("$[?value(@..color) == \"red\"]", """[{"color":"red"}]""")]
    public void Section_2_4_9_functions_that_are_well_typed(string path, string values) =>
        Query("""[{"timezone":"Europe/Rome","x":[1,2,3]},{"color":"red"},"long"]""", path).Should().Be(values);

    [Theory]
    [InlineData("$.a", "$['a']", """{"a":1}""")]
    [InlineData("$[1]", "$[1]", "[1,2]")]
    [InlineData("$[-3]", "$[2]", "[1,2,3,4,5]")]
    [InlineData("$.a.b[1:2]", "$['a']['b'][1]", """{"a":{"b":[1,2,3]}}""")]
    [InlineData("$[\"\\u000B\"]", "$['\\u000b']", """{"\u000B":7}""")]
    [InlineData("$[\"\\u0061\"]", "$['a']", """{"a":8}""")]
    public void Section_2_7_a_normalized_path_names_the_same_value(string path, string normalized, string json)
    {
        JsonPath.TryParse(normalized, out var parsed, out _).Should().BeTrue();

        parsed.Normalized.Should().Be(normalized);
        Query(json, normalized).Should().Be(Query(json, path)).And.NotBe("[]");
    }

    [Theory]
    [InlineData("$.a[?length(@.*) == 1]")] // length takes a value; @.* may give several
    [InlineData("$.a[?count(1) == 1]")]
    [InlineData("$.a[?count(foo(@.*)) == 1]")]
    [InlineData("$.a[?match(@.timezone, 'Europe/.*') == true]")]
    [InlineData("$.a[?value(@..color)]")]
    [InlineData("$.a[?length(@)]")]
    [InlineData("$.a[?@.* == 1]")]
    [InlineData("$.a[?1]")]
    [InlineData("$.a[?@.b = 1]")]
    [InlineData("$.a[?'x']")]
    [InlineData("$.a[?(@.b]")]
    [InlineData("$.a[?@.b == 01]")]
    [InlineData("$.a[?@.b == .5]")]
    [InlineData("$.a[?]")]
    [InlineData("$[01]")]
    [InlineData("$[1:-0]")]
    [InlineData("$.")]
    [InlineData("$..")]
    [InlineData("$[*")]
    [InlineData("$ ")]
    [InlineData("$['\\u12']")]
    [InlineData("$['\\ud800']")]
    [InlineData("$['\n']")]
    public void What_the_grammar_does_not_allow_is_refused_with_its_place(string path)
    {
        JsonPath.TryParse(path, out _, out var error).Should().BeFalse();
        error.Should().MatchRegex("character \\d+: ");
    }

    [Theory]
    [InlineData("$.a[?match(@, 'a.c')]", "abc", true)]
    [InlineData("$.a[?match(@, 'a.c')]", "a\\nc", false)]
    [InlineData("$.a[?match(@, 'a.c')]", "a\\rc", false)]
    [InlineData("$.a[?match(@, 'b')]", "abc", false)]
    [InlineData("$.a[?search(@, '^b')]", "abc", false)] // I-Regexp has no anchors: ^ stands for itself
    [InlineData("$.a[?match(@, '\\\\p{Lu}+')]", "AB", true)]
    [InlineData("$.a[?match(@, $.p)]", "[", false)] // $.p is [, no regular expression
    public void Regular_expressions_are_those_of_RFC_9485(string path, string text, bool matches) =>
        Query($$"""{ "a": ["{{text}}"], "p": "[" }""", path).Should().Be(matches ? $"[\"{text}\"]" : "[]");

    [Theory]
    [InlineData("$.a[?match(@, '[')]", "*character 7: \"[\" is no I-Regexp (RFC 9485): *")]
    [InlineData("$.a[?search(@, '\\\\d+')]", "*\"\\d+\" is no I-Regexp (RFC 9485): \\d is not in it; [0-9] is a digit, [A-Za-z0-9_] a character of a word, [ ] a blank")]
    [InlineData("$.a[?match(@, '(?i)abc')]", "*\"(?i)abc\" is no I-Regexp (RFC 9485): it has no groups with options or look-around")]
    [InlineData("$.a[?match(@, 'a+?')]", "*\"a+?\" is no I-Regexp (RFC 9485): it has no lazy or possessive quantifiers")]
    [InlineData("$.a[?match(@, '\\\\')]", "*is no I-Regexp (RFC 9485): it ends with a backslash")]
    public void A_pattern_written_in_the_path_that_is_none_is_refused(string text, string message)
    {
        JsonPath.TryParse(text, out _, out var error).Should().BeFalse();
        error.Should().Match(message);
    }

    [Fact]
    public void A_pattern_has_a_longest_length()
    {
        JsonPath.TryParse($"$[?match(@, '{new string('a', 1024)}')]", out _, out _).Should().BeTrue();
        JsonPath.TryParse($"$[?match(@, '{new string('a', 1025)}')]", out _, out var error).Should().BeFalse();
        error.Should().EndWith("a pattern has at most 1024 characters");
    }

    [Theory]
    [InlineData("$[?count($[?count($[*]) > 0]) > 0]", "1", 1000)]
    [InlineData("$[?$ == $]", "[1]", 20_000)] // everything compared with everything
    [InlineData("$[?$[19999]]", "[1]", 20_000)]
    [InlineData("$[?search($[0], 'b')]", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", 20_000)]
    public void A_query_that_would_cost_too_much_gives_up(string query, string element, int count)
    {
        JsonPath.TryParse(query, out var path, out _).Should().BeTrue();
        using var document = JsonDocument.Parse("[" + string.Join(',', Enumerable.Repeat(element, count)) + "]");

        path.Query!.TryEvaluate(document.RootElement, []).Should().BeFalse();
    }

    [Fact]
    public void Nesting_in_a_path_has_a_limit()
    {
        var deep = "$[?" + new string('(', 40) + "@.a" + new string(')', 40) + "]";

        JsonPath.TryParse(deep, out _, out var error).Should().BeFalse();
        error.Should().EndWith("nested deeper than 32");
    }

    [Theory]
    [InlineData("$.vals[?@.id=='102' && @.qc==3].val", "1091")]
    [InlineData("$.vals[?@.id=='104'].val", "missing")]
    [InlineData("$.vals[*].val", "3")]
    [InlineData("$..nothing", "missing")]
    [InlineData("$.vals[1:]", "unusable")]
    public void In_a_mapping_the_first_usable_value_counts(string path, string value) =>
        Decoded.Read(JsonPayload.Strict, """{"vals":[{"id":"101","qc":3,"val":3},{"id":"102","qc":0,"val":5},{"id":"102","qc":3,"val":1091}]}"""u8, path).Should().Be(value);

    private static string Query(string json, string path)
    {
        JsonPath.TryParse(path, out var parsed, out var error).Should().BeTrue(error);
        using var document = JsonDocument.Parse(json);
        var found = new List<JsonElement>();
        parsed.AsQuery().TryEvaluate(document.RootElement, found).Should().BeTrue();
        return "[" + string.Join(',', found.Select(value => JsonSerializer.Serialize(value, Relaxed))) + "]";
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
