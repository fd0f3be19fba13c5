using Acornima.RegularExpressions;

namespace Busroot.JavaScript.Tests.RegularExpressions;

public class ClassSetTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData("[^]")]
    [InlineData(@"[\p{L}--[a-z]]")]
    [InlineData("[[a-z]&&[aeiou]&&[a-f]]")]
    [InlineData(@"[\q{abc|d|}x]")]
    [InlineData(@"[^\q{a|b}]")]
    [InlineData(@"[\p{RGI_Emoji}--\q{x}]")]
    [InlineData(@"[^\p{RGI_Emoji}&&[a]]")]
    [InlineData(@"[\&\-\!\#\%\,\:\;\<\=\>\@\`\~\(\)\[\]\{\}\/\|\b]")]
    [InlineData("[a&b!c]")]
    public void A_set_is_accepted(string pattern) => Fault(pattern).Should().BeNull();

    [Theory]
    [InlineData("[a-z--b]", "Invalid set operation in character class")]
    [InlineData("[a--b&&c]", "Invalid set operation in character class")]
    [InlineData("[ab&&c]", "Invalid set operation in character class")]
    [InlineData("[a!!]", "Invalid set operation in character class")]
    [InlineData("[a&&&b]", "Invalid character in character class")]
    [InlineData("[(]", "Invalid character in character class")]
    [InlineData("[/]", "Invalid character in character class")]
    [InlineData(@"[\d-a]", "Invalid character class")]
    [InlineData(@"[a-\q{b}]", "Invalid character class")]
    [InlineData("[z-a]", "Range out of order in character class")]
    [InlineData("[a[b]", "Unterminated character class")]
    [InlineData(@"[^\q{ab}]", "Negated character class may contain strings")]
    [InlineData(@"[^\p{RGI_Emoji}--[a]]", "Negated character class may contain strings")]
    [InlineData(@"[^[\q{ab}]&&[\q{cd}]]", "Negated character class may contain strings")]
    [InlineData(@"\P{RGI_Emoji}", "Invalid property name")]
    public void A_broken_set_is_refused(string pattern, string error) => Fault(pattern).Should().Be(error);

    private static string? Fault(string pattern) => RegExpSyntax.TryValidate(pattern, "v", out _, out var error) ? null : error;
}
