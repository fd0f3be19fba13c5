using Acornima.RegularExpressions;

namespace Busroot.JavaScript.Tests.RegularExpressions;

public class PatternLimitsTests
{
    private const string TooLarge = "Regular expression too large";

    [Theory]
    [InlineData("(", "")]
    [InlineData("(?:", "u")]
    [InlineData("(?=a|", "")]
    [InlineData("[", "v")]
    [InlineData("[^", "v")]
    [InlineData("[a&&[", "v")]
    public void Hostile_nesting_ends_in_an_error(string opening, string flags) =>
        Fault(string.Concat(Enumerable.Repeat(opening, 100_000)), flags).Should().Be(TooLarge);

    [Fact]
    public void Nesting_up_to_the_limits_is_accepted()
    {
        Fault(Nested('(', ')', PatternLimits.OpenGroups), "").Should().BeNull();
        Fault(Nested('(', ')', PatternLimits.OpenGroups + 1), "").Should().Be(TooLarge);
        Fault(Nested('[', ']', PatternLimits.NestedClasses), "v").Should().BeNull();
        Fault(Nested('[', ']', PatternLimits.NestedClasses + 1), "v").Should().Be(TooLarge);
    }

    [Fact]
    public void Captures_are_counted_up_to_the_limit()
    {
        Fault(string.Concat(Enumerable.Repeat("()", PatternLimits.Captures)), "").Should().BeNull();
        Fault(string.Concat(Enumerable.Repeat("()", PatternLimits.Captures + 1)), "").Should().Be("Too many captures");
    }

    // Each of these makes a checker that looks back or ahead for every character take the square of the length.
    [Theory]
    [InlineData("(?<a>|", ")")]
    [InlineData(@"\k<a>", "(?<a>)")]
    [InlineData("a{1", "")]
    [InlineData("{1,", "")]
    [InlineData("[a-", "]")]
    [InlineData("\\1", "(a)")]
    public void Long_patterns_of_one_piece_come_to_an_end(string piece, string last)
    {
        var verdict = () => Fault(string.Concat(Enumerable.Repeat(piece, 300_000)) + last, "");

        verdict.Should().NotThrow();
    }

    private static string Nested(char open, char close, int depth) => new string(open, depth) + new string(close, depth);

    private static string? Fault(string pattern, string flags) =>
        RegExpSyntax.TryValidate(pattern, flags, out _, out var error) ? null : error;
}
