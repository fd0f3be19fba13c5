using Acornima.RegularExpressions;

namespace Busroot.JavaScript.Tests.RegularExpressions;

public class UnicodePropertiesTests
{
    [Theory]
    [InlineData("L")]
    [InlineData("Lu")]
    [InlineData("Uppercase_Letter")]
    [InlineData("gc=Lu")]
    [InlineData("General_Category=punct")]
    [InlineData("Script=Greek")]
    [InlineData("sc=Grek")]
    [InlineData("scx=Qaai")]
    [InlineData("Script_Extensions=Latin")]
    [InlineData("ASCII")]
    [InlineData("Any")]
    [InlineData("Alpha")]
    [InlineData("White_Space")]
    public void A_known_property_is_accepted(string property) => IsAccepted(property, "u").Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("l")]
    [InlineData("LU")]
    [InlineData("Greek")]
    [InlineData("gc=Greek")]
    [InlineData("Script=")]
    [InlineData("=Lu")]
    [InlineData("ASCII=Yes")]
    [InlineData("Uppercase Letter")]
    [InlineData("Block=Arrows")]
    [InlineData("Line_Break=Alphabetic")]
    public void Names_are_matched_exactly(string property) => IsAccepted(property, "u").Should().BeFalse();

    [Theory]
    [InlineData("RGI_Emoji")]
    [InlineData("Basic_Emoji")]
    [InlineData("Emoji_Keycap_Sequence")]
    public void Properties_of_strings_need_v(string property)
    {
        IsAccepted(property, "u").Should().BeFalse();
        IsAccepted(property, "v").Should().BeTrue();
    }

    private static bool IsAccepted(string property, string flags) => RegExpSyntax.TryValidate($$"""\p{{{property}}}""", flags, out _, out _);
}
