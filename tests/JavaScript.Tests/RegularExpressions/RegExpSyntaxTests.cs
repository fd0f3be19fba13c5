using Acornima.RegularExpressions;

namespace Busroot.JavaScript.Tests.RegularExpressions;

public class RegExpSyntaxTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a|b", "dgimsuy")]
    [InlineData("(?<=a)(?<!b)(?=c)(?!d)", "v")]
    [InlineData(@"(?<year>\d{4})-\k<year>", "u")]
    [InlineData(@"\k<later>(?<later>x)", "")]
    [InlineData(@"(?<\u0061>x)\k<a>", "")]
    [InlineData(@"(?<\ud835\udc9c>x)", "")]
    [InlineData("(?<\ud835\udc9c>x)", "")]
    [InlineData(@"\u{1F600}[\u{1F600}-\u{1F64F}]\ud83d\ude00", "u")]
    public void A_well_formed_pattern_is_accepted(string pattern, string flags) => Fault(pattern, flags).Should().BeNull();

    [Theory]
    [InlineData("]{}{a", "")]
    [InlineData("(?=a)*(?!b){2}", "")]
    [InlineData(@"\c\8\_\k\u\x\p{L}", "")]
    [InlineData(@"[\c\c1\d-a\B]", "")]
    [InlineData(@"\1(a)\2", "")]
    public void Annex_B_is_followed_without_u_and_v_only(string pattern, string flags)
    {
        Fault(pattern, flags).Should().BeNull();
        Fault(pattern, "u").Should().NotBeNull();
        Fault(pattern, "v").Should().NotBeNull();
    }

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

    [Theory]
    [InlineData("(a", "", 2, "Unterminated group")]
    [InlineData("a)", "", 1, "Unmatched ')'")]
    [InlineData("a**", "", 2, "Nothing to repeat")]
    [InlineData("^*", "", 1, "Nothing to repeat")]
    [InlineData("(?<=a)*", "", 6, "Invalid quantifier")]
    [InlineData("a{2,1}", "", 1, "numbers out of order in {} quantifier")]
    [InlineData("a{99999999999999999999,99999999999999999998}", "", 1, "numbers out of order in {} quantifier")]
    [InlineData("a{1", "u", 1, "Incomplete quantifier")]
    [InlineData("}", "u", 0, "Lone quantifier brackets")]
    [InlineData("[b-a]", "", 1, "Range out of order in character class")]
    [InlineData("[a", "", 2, "Unterminated character class")]
    [InlineData(@"[a-\d]", "u", 1, "Invalid character class")]
    [InlineData(@"a\", "", 2, @"\ at end of pattern")]
    [InlineData(@"\1", "u", 0, "Invalid escape")]
    [InlineData(@"\00", "u", 0, "Invalid decimal escape")]
    [InlineData(@"[\00]", "u", 1, "Invalid class escape")]
    [InlineData(@"\u{110000}", "u", 2, "Invalid Unicode escape")]
    [InlineData("(?<1>a)", "", 3, "Invalid capture group name")]
    [InlineData("(?<a>)(?<a>)", "", 6, "Duplicate capture group name")]
    [InlineData(@"\k<b>(?<a>)", "", 0, "Invalid named capture referenced")]
    [InlineData(@"[\k](?<a>)", "", 1, "Invalid escape")]
    [InlineData("(?#a)", "", 2, "Invalid group")]
    [InlineData(@"\p{Script=Klingon}", "u", 0, "Invalid property name")]
    [InlineData(@"\p{RGI_Emoji}", "u", 0, "Invalid property name")]
    public void A_fault_is_named_in_the_words_of_V8_with_its_place(string pattern, string flags, int index, string error)
    {
        RegExpSyntax.TryValidate(pattern, flags, out var actualIndex, out var actualError).Should().BeFalse();

        actualError.Should().Be(error);
        actualIndex.Should().Be(index);
    }

    [Theory]
    [InlineData("(?<a>x)|(?<a>y)", true)]
    [InlineData("(?:(?<a>x)|(?<a>y))z", true)]
    [InlineData("(?:(?<a>x)|(?<a>y))(?<a>z)", false)]
    [InlineData("(?:(?<a>x)|y)|(?<a>z)", true)]
    [InlineData("(?<a>x)(?:y|(?<a>z))", false)]
    [InlineData("(?<a>x|(?<a>y))", false)]
    [InlineData("(?<b>(?<a>x)|y)(?<a>z)", false)]
    [InlineData("(?:(?<a>x)|(?:y|(?<a>z)))|(?<a>w)", true)]
    public void A_name_is_given_twice_only_in_alternatives_that_exclude_each_other(string pattern, bool isAccepted) =>
        Fault(pattern, "").Should().Be(isAccepted ? null : "Duplicate capture group name");

    [Theory]
    [InlineData("(?i:a)", null)]
    [InlineData("(?ims:a)", null)]
    [InlineData("(?-ims:a)*", null)]
    [InlineData("(?i-ms:a)", null)]
    [InlineData("(?i-:a)", null)]
    [InlineData("(?-:a)", "Invalid flag group")]
    [InlineData("(?ii:a)", "Repeated flag in flag group")]
    [InlineData("(?i-i:a)", "Repeated flag in flag group")]
    [InlineData("(?i--m:a)", "Multiple dashes in flag group")]
    [InlineData("(?ig:a)", "Invalid flag group")]
    [InlineData("(?i)", "Invalid flag group")]
    [InlineData("(?i", "Invalid flag group")]
    [InlineData("(?g:a)", "Invalid group")]
    public void Modifiers_are_i_m_and_s_once_each(string pattern, string? error) => Fault(pattern, "").Should().Be(error);

    private static string? Fault(string pattern, string flags) =>
        RegExpSyntax.TryValidate(pattern, flags, out _, out var error) ? null : error;
}
