using Acornima.RegularExpressions;

namespace Busroot.JavaScript.Tests.RegularExpressions;

public class RegExpSyntaxTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a|b", "gimsuyd")]
    [InlineData(@"(?<year>\d{4})-\k<year>", "u")]
    [InlineData("(?<=a)(?<!b)(?=c)(?!d)", "v")]
    public void A_well_formed_pattern_is_accepted(string pattern, string flags) => Verdict(pattern, flags).Should().BeNull();

    [Theory]
    [InlineData("gg")]
    [InlineData("uv")]
    [InlineData("x")]
    public void Bad_flags_are_refused_without_an_index(string flags)
    {
        RegExpSyntax.TryValidate("a", flags, out var index, out var error).Should().BeFalse();

        index.Should().Be(-1);
        error.Should().Be(RegExpSyntax.InvalidFlags);
    }

    private static string? Verdict(string pattern, string flags) =>
        RegExpSyntax.TryValidate(pattern, flags, out _, out var error) ? null : error;
}
