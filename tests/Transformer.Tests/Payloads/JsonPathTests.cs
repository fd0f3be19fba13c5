using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Tests.Payloads;

public class JsonPathTests
{
    [Theory]
    [InlineData("$", "$")]
    [InlineData("c1", "$['c1']")]
    [InlineData("$.c1", "$['c1']")]
    [InlineData("a.b[0]", "$['a']['b'][0]")]
    [InlineData("$.a.b[0]", "$['a']['b'][0]")]
    [InlineData("[2]", "$[2]")]
    [InlineData("$[-1].x", "$[-1]['x']")]
    [InlineData("$['a/b.c']", "$['a/b.c']")]
    [InlineData("$[\"it's\"]", "$['it\\'s']")]
    [InlineData("$[ 'a' ][ 0 ]", "$['a'][0]")]
    [InlineData("$['\\u00e9']", "$['é']")]
    [InlineData("$['\\'']", "$['\\'']")]
    [InlineData("größe", "$['größe']")]
    [InlineData("_x9", "$['_x9']")]
    public void A_path_names_one_value(string text, string normalized)
    {
        JsonPath.TryParse(text, out var path, out var error).Should().BeTrue(error);
        path.Normalized.Should().Be(normalized);
    }

    [Theory]
    [InlineData("", "a path is empty*")]
    [InlineData("$.", "path \"$.\", character 3: a name is missing at the end")]
    [InlineData("a-b", "path \"a-b\", character 2: '-' cannot stand here; a name with such a character is written ['...']")]
    [InlineData("9a", "*a name cannot start with '9'; write such a name as ['...']")]
    [InlineData("$a", "*'a' cannot stand here*")]
    [InlineData("a[01]", "*an index is a whole number*")]
    [InlineData("a[-0]", "*an index is a whole number*")]
    [InlineData("a[-]", "*an index is a whole number*")]
    [InlineData("a[99999999999]", "*an index is a whole number*")]
    [InlineData("a[0", "*']' is missing")]
    [InlineData("a['b]", "*this quote is never closed")]
    [InlineData("a['\\x']", "*'\\' is followed by*")]
    [InlineData("a[]", "*'[' is followed by an index, a slice*")]
    public void Anything_else_is_refused_with_the_character_at_fault(string text, string message)
    {
        JsonPath.TryParse(text, out _, out var error).Should().BeFalse();
        error.Should().Match(message.StartsWith("a path", StringComparison.Ordinal) ? "*" + message : message);
    }

    [Fact]
    public void A_path_has_a_longest_length()
    {
        JsonPath.TryParse(string.Join('.', Enumerable.Repeat("a", 64)), out _, out _).Should().BeTrue();
        JsonPath.TryParse(string.Join('.', Enumerable.Repeat("a", 65)), out _, out var error).Should().BeFalse();
        error.Should().EndWith("a path has at most 64 steps");
    }
}
